import type { TensorArg } from '../../kernels/define.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { OverlayKernel } from '../bind.ts';
import type { Handle, Step } from '../plan.ts';

/** Elements between neighbours along an extent of a tensor; undefined when the tensor does not have it. */
function strideAlong(
  { shape, stride }: TensorArg,
  along: string,
  numbers: Readonly<Record<string, number>>,
): number | undefined {
  const at = shape.indexOf(along);
  if (at < 0) return undefined;
  const columns = shape.length - 1;
  let elements = 1;
  for (let axis = at + 1; axis < shape.length; axis++) {
    const apart = axis === columns && stride ? stride : shape[axis];
    elements *= numbers[apart] ?? 1;
  }
  return elements;
}

/** The part of a step from `from` to `to` along the extent its kernel may be cut along. */
export function pieceOf(step: Step, from: number, to: number): Step {
  const { kernel } = step;
  const along = kernel.cut?.along;
  if (!along) throw new Error(`${kernel.name} cannot be cut`);
  const numbers: Record<string, number> = { ...step.numbers, [along]: to - from };
  const tensors: Record<string, Handle> = {};
  for (const [name, arg] of Object.entries(kernel.args)) {
    if (arg.kind === 'start' && arg.of === along) numbers[name] = (step.numbers[name] ?? 0) + from;
    const handle = step.tensors[name];
    if (arg.kind !== 'tensor' || !handle) continue;
    const apart = strideAlong(arg, along, step.numbers);
    tensors[name] = apart === undefined ? handle : { ...handle, offset: handle.offset + from * apart };
  }
  return { ...step, tensors, numbers };
}

/** A step from `from` to `to` along its cut, as pieces that end at multiples of `block`. */
export function blocksOf(step: Step, block: number, from: number, to: number): Step[] {
  const pieces: Step[] = [];
  for (let at = from; at < to; at += block) pieces.push(pieceOf(step, at, Math.min(to, at + block)));
  return pieces;
}

/** How long a step is along the extent its kernel may be cut along; 1 when it may not. */
export function lengthOf({ kernel, numbers }: Step): number {
  return kernel.cut ? (numbers[kernel.cut.along] ?? 0) : 1;
}

/** What of a step must stay together along its cut; undefined: it cannot be divided. */
export function blockOf({ kernel, numbers }: Step, served: OverlayKernel | undefined): number | undefined {
  return kernel.cut && served ? (served.block?.(numbers) ?? 1) : undefined;
}

/** Elements of a storage from `from` up to and without `to`. */
export interface Region {
  readonly from: number;
  readonly to: number;
}

/** Which elements of its storage a step, or a piece of it, touches through one argument. Never too few. */
export function regionOf(step: Step, name: string, piece?: { from: number; to: number }): Region {
  const { kernel, numbers } = step;
  const handle = step.tensors[name];
  const arg = kernel.args[name];
  if (!handle || arg?.kind !== 'tensor') throw new Error(`${kernel.name} has no tensor "${name}"`);
  const first = handle.offset;
  const rows = arg.shape.length - 2;
  const lines = arg.shape.slice(0, -1).reduce((product, extent) => product * (numbers[extent] ?? 1), 1);
  const strided = arg.stride && rows >= 0 ? (lines - 1) * (numbers[arg.stride] ?? 1) : undefined;
  const length =
    strided === undefined ? sizeOf(handle.shape) : strided + (numbers[arg.shape.at(-1) ?? ''] ?? 1);
  const whole = { from: first, to: first + length };
  const along = kernel.cut?.along;
  if (!piece || !along) return whole;
  if (piece.from === piece.to) return { from: first, to: first };
  if (arg.shape[0] !== along) return whole;
  const apart = strideAlong(arg, along, numbers) ?? 0;
  return { from: first + piece.from * apart, to: Math.min(whole.to, first + piece.to * apart) };
}

/**
 * Where the pieces of an extent begin and end: `threads + 1` points. Pieces are multiples of a few elements, so that
 * threads do not write to the same cache line and the kernels' tiles stay whole.
 *
 * @param block what must stay together: pieces begin at multiples of it
 * @param rows the batch: an extent that is a multiple of it (rows × time steps) is cut where the batch is cut
 */
export function cutPoints(extent: number, threads: number, block: number, rows = 1): number[] {
  const groups = extent % rows === 0 && rows > 1 ? rows : extent;
  const each = extent / groups;
  const grain = block > 1 ? block : ([16, 8, 4].find((size) => groups >= 4 * size * threads) ?? 1);
  return Array.from({ length: threads + 1 }, (_, t) =>
    t === threads ? extent : each * Math.min(groups, Math.round((t * groups) / threads / grain) * grain),
  );
}

import type { TensorArg } from '../../kernels/define.ts';
import type { OverlayKernel } from '../../kernels/overlay.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { Handle, Step } from '../plan.ts';

/** Elements between neighbours along an axis of a tensor; undefined when the tensor does not have it. */
function strideAlong(
  { shape, stride }: TensorArg,
  axis: string,
  numbers: Readonly<Record<string, number>>,
): number | undefined {
  const at = shape.indexOf(axis);
  if (at < 0) return undefined;
  const columns = shape.length - 1;
  let elements = 1;
  for (let inner = at + 1; inner < shape.length; inner++) {
    const extent = inner === columns && stride ? stride : shape[inner];
    elements *= numbers[extent] ?? 1;
  }
  return elements;
}

/**
 * The part of a step from `from` up to and without `to` along its kernel's parallel axis, as a step of its
 * own.
 *
 * @throws when the kernel has no parallel axis
 */
export function shardOf(step: Step, from: number, to: number): Step {
  const { kernel } = step;
  const axis = kernel.parallel?.axis;
  if (!axis) throw new Error(`${kernel.name} has no parallel axis`);
  const numbers: Record<string, number> = { ...step.numbers, [axis]: to - from };
  const tensors: Record<string, Handle> = {};
  for (const [name, arg] of Object.entries(kernel.args)) {
    if (arg.kind === 'start' && arg.of === axis) numbers[name] = (step.numbers[name] ?? 0) + from;
    const handle = step.tensors[name];
    if (arg.kind !== 'tensor' || !handle) continue;
    const stride = strideAlong(arg, axis, step.numbers);
    tensors[name] = stride === undefined ? handle : { ...handle, offset: handle.offset + from * stride };
  }
  return { ...step, tensors, numbers };
}

/** Extent of a step's parallel axis; 1 when its kernel has none. */
export function parallelExtent({ kernel, numbers }: Step): number {
  return kernel.parallel ? (numbers[kernel.parallel.axis] ?? 0) : 1;
}

/** Length of the chunks in which a step must be computed; undefined: it cannot be sharded. */
export function chunkOf({ kernel, numbers }: Step, served: OverlayKernel | undefined): number | undefined {
  return kernel.parallel && served ? (served.chunk?.(numbers) ?? 1) : undefined;
}

/**
 * A step, or its shard from `from` to `to`, as the calls in which an overlay computes it: one for each chunk.
 */
export function callsOf(step: Step, { chunk }: OverlayKernel, from = 0, to = parallelExtent(step)): Step[] {
  const extent = parallelExtent(step);
  const length = chunk?.(step.numbers) ?? extent;
  if (from === 0 && to === extent && length >= extent) return [step];
  const each = length < extent ? length : to - from;
  const calls: Step[] = [];
  for (let at = from; at < to; at += each) calls.push(shardOf(step, at, Math.min(to, at + each)));
  return calls;
}

/** Elements of a storage from `from` up to and without `to`. */
export interface Region {
  readonly from: number;
  readonly to: number;
}

/** Which elements of its storage a step, or a shard of it, touches through one argument. Never too few. */
export function regionOf(step: Step, name: string, shard?: { from: number; to: number }): Region {
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
  const axis = kernel.parallel?.axis;
  if (!shard || !axis) return whole;
  if (shard.from === shard.to) return { from: first, to: first };
  if (arg.shape[0] !== axis) return whole;
  const stride = strideAlong(arg, axis, numbers) ?? 0;
  return { from: first + shard.from * stride, to: Math.min(whole.to, first + shard.to * stride) };
}

/**
 * Where the shards of an axis begin and end: `threads + 1` bounds. Shards are multiples of a few elements, so
 * that threads do not write to the same cache line and the kernels' tiles stay whole.
 *
 * @param chunk what must stay together: shards begin at multiples of it
 * @param rows the batch: an extent that is a multiple of it (rows × time steps) is divided where the batch is
 * divided
 */
export function shardBounds(extent: number, threads: number, chunk: number, rows = 1): number[] {
  const groups = extent % rows === 0 && rows > 1 ? rows : extent;
  const each = extent / groups;
  const grain = chunk > 1 ? chunk : ([16, 8, 4].find((size) => groups >= 4 * size * threads) ?? 1);
  return Array.from({ length: threads + 1 }, (_, t) =>
    t === threads ? extent : each * Math.min(groups, Math.round((t * groups) / threads / grain) * grain),
  );
}

import { sizeOf } from '../tensor/tensor.ts';
import type { Arena } from './arena.ts';
import { blocksOf, lengthOf } from './threads/pieces.ts';
import type { Handle, Plan, Step } from './plan.ts';

/** A faster implementation of a kernel: same arguments in the declared order, tensors as byte addresses. */
export interface OverlayKernel {
  readonly call: (...args: number[]) => void;
  /** False when this implementation does not serve these extents; the next one is asked. */
  accepts?(numbers: Readonly<Record<string, number>>): boolean;
  /**
   * How much of these extents one call may compute, along the kernel's cut, when the bits of a result depend on what is
   * computed with it: the step is then always made of such blocks, on one thread or several. Absent: any part.
   */
  readonly block?: (numbers: Readonly<Record<string, number>>) => number;
  /** How many times faster it computes than the kernels of WebAssembly; 1 unless given. */
  readonly speed?: number;
}

/** Who serves a step; undefined: the reference, which works on the calling thread alone. */
export type Served = (step: Step) => OverlayKernel | undefined;

/** Implementations of one backend by kernel name. */
export interface Overlay {
  readonly name: string;
  get(kernel: string): OverlayKernel | undefined;
}

/** A plan whose calls are fixed to memory; running it looks nothing up and allocates nothing. */
export interface Bound {
  readonly plan: Plan;
  /** Which backend serves each step: the overlay's name, or `reference`. */
  readonly backends: readonly string[];
  run(): void;
  /** Runs one step. */
  runStep(index: number): void;
  /** Runs step by step and shows each one after it ran. */
  observe(seen: (step: Step, index: number) => void): void;
  /** The elements of a tensor after a run; a view, valid until the memory grows. */
  read(handle: Handle): Float32Array | Float64Array;
  /** How to read a tensor's first element after a run without allocating. */
  scalar(handle: Handle): () => number;
  readInts(handle: Handle): Int32Array;
}

/** The overlay that serves a step, if one does. */
export function overlayFor(step: Step, overlays: readonly Overlay[]) {
  for (const overlay of overlays) {
    const fast = overlay.get(step.kernel.name);
    if (fast && fast.accepts?.(step.numbers) !== false) return { overlay, fast };
  }
  return undefined;
}

/** A step, or its part from `from` to `to` along its cut, as the calls in which an overlay computes it. */
export function callsOf(step: Step, { block }: OverlayKernel, from = 0, to = lengthOf(step)): Step[] {
  const length = lengthOf(step);
  const size = block?.(step.numbers) ?? length;
  if (from === 0 && to === length && size >= length) return [step];
  return blocksOf(step, size < length ? size : to - from, from, to);
}

/** A step's arguments as an overlay takes them. */
export function addressesOf(step: Step, plan: Plan, arena: Arena): number[] {
  return Object.entries(step.kernel.args).map(([name, arg]) => {
    if (arg.kind !== 'tensor') return step.numbers[name] ?? 0;
    const handle = step.tensors[name];
    if (!handle) throw new Error(`${step.kernel.name}: no tensor "${name}"`);
    const bytes = arg.element === 'float' ? arena.floatBytes : 4;
    return arena.address(handle.storage, plan) + handle.offset * bytes;
  });
}

function bindStep(step: Step, plan: Plan, arena: Arena, overlays: readonly Overlay[]) {
  const { kernel } = step;
  const found = overlayFor(step, overlays);
  if (found) {
    const { overlay, fast } = found;
    const calls = callsOf(step, fast).map((piece) =>
      fast.call.bind(null, ...addressesOf(piece, plan, arena)),
    );
    const all = () => {
      for (let i = 0; i < calls.length; i++) calls[i]();
    };
    return { backend: overlay.name, call: calls.length === 1 ? calls[0] : all };
  }
  const { views } = arena;
  const args: Record<string, number> = { ...step.numbers };
  for (const [name, handle] of Object.entries(step.tensors)) {
    const bytes = handle.storage.element === 'float' ? arena.floatBytes : 4;
    args[name] = arena.address(handle.storage, plan) / bytes + handle.offset;
  }
  return { backend: 'reference', call: () => kernel.reference(views, args) };
}

/** Fixes every call of a plan to its memory and to the first overlay that serves it, else to the reference. */
export function bind(plan: Plan, arena: Arena, overlays: readonly Overlay[]): Bound {
  const bound = plan.steps.map((step) => bindStep(step, plan, arena, overlays));
  const calls = bound.map(({ call }) => call);
  return {
    plan,
    backends: bound.map(({ backend }) => backend),
    run() {
      for (let i = 0; i < calls.length; i++) calls[i]();
    },
    runStep: (index) => calls[index](),
    observe(seen) {
      calls.forEach((call, i) => {
        call();
        seen(plan.steps[i], i);
      });
    },
    read(handle) {
      const first = arena.address(handle.storage, plan) / arena.floatBytes + handle.offset;
      return arena.views.f.subarray(first, first + sizeOf(handle.shape));
    },
    scalar(handle) {
      const { views } = arena;
      const at = arena.address(handle.storage, plan) / arena.floatBytes + handle.offset;
      return () => views.f[at];
    },
    readInts(handle) {
      const first = arena.address(handle.storage, plan) / 4 + handle.offset;
      return arena.views.i.subarray(first, first + sizeOf(handle.shape));
    },
  };
}

import { sizeOf } from '../tensor/tensor.ts';
import type { Overlay } from '../kernels/overlay.ts';
import type { Arena } from './arena.ts';
import { overlayFor } from './overlay.ts';
import type { Handle, Plan, Step } from './plan.ts';
import { callsOf } from './threads/shards.ts';

/** A plan whose calls are fixed to memory: running it looks nothing up and allocates nothing. */
export interface Bound {
  readonly plan: Plan;
  /** Which backend serves each step: the overlay's name, or `reference`. */
  readonly backends: readonly string[];
  run(): void;
  /** Runs one step. */
  runStep(index: number): void;
  /** Runs step by step; `seen` is called after each. */
  observe(seen: (step: Step, index: number) => void): void;
  /** The elements of a tensor after a run; a view, valid until the memory grows. */
  read(handle: Handle): Float32Array | Float64Array;
  /** How to read a tensor's first element after a run without allocating. */
  scalar(handle: Handle): () => number;
  readInts(handle: Handle): Int32Array;
}

/**
 * A step's arguments as an overlay takes them: numbers, and byte addresses of tensors.
 *
 * @throws when the step lacks a tensor that its kernel declares
 */
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
    const calls = callsOf(step, fast).map((part) => fast.call.bind(null, ...addressesOf(part, plan, arena)));
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

/**
 * Fixes every call of a plan to its memory and to the first overlay that serves it, else to the reference.
 */
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

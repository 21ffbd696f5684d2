import type { AnyKernel } from '../kernels/define.ts';
import { bind } from '../plan/bind.ts';
import { PlanBuilder } from '../plan/builder.ts';
import { Arena } from '../plan/arena.ts';
import { persistent } from '../plan/plan.ts';
import type { Handle } from '../plan/plan.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Backend } from './runtime.ts';

/** How fast one kernel is on one thread. */
export interface Speed {
  /** Who served it: the name of an overlay, or `reference`. */
  readonly served: string;
  /** Floating-point operations in a nanosecond: GFLOP/s. */
  readonly flops: number;
  /** Bytes read and written in a nanosecond, every tensor counted once: GB/s. */
  readonly bytes: number;
}

/** Milliseconds until V8 has optimised the code and the processor runs at its speed, and milliseconds that are measured. */
const WARM_UP = 100;
const MEASURED = 30;
const SAMPLE = 1;

/** Milliseconds of one call: of samples the one that a tenth of all are faster than, as others work here too. */
function timeOf(call: () => void, now: () => number): number {
  const began = now();
  let calls = 0;
  do {
    call();
    calls++;
  } while (now() - began < WARM_UP);
  const times = Math.max(1, Math.round((SAMPLE * calls) / (now() - began)));
  const samples: number[] = [];
  for (const end = now() + MEASURED; now() < end;) {
    const before = now();
    for (let i = 0; i < times; i++) call();
    samples.push((now() - before) / times);
  }
  return samples.sort((a, b) => a - b)[Math.floor(samples.length / 10)];
}

/** Times a kernel with arguments of these extents; tensors hold small numbers. */
export function speedOf(
  kernel: AnyKernel,
  numbers: Readonly<Record<string, number>>,
  backend: Backend,
  now: () => number,
): Speed {
  const handles: Record<string, Handle> = {};
  for (const [name, arg] of Object.entries(kernel.args)) {
    if (arg.kind !== 'tensor') continue;
    const shape = arg.shape.map((extent) => numbers[extent]);
    handles[name] = persistent(name, shape, arg.element);
  }
  const tensors = Object.values(handles);
  const builder = new PlanBuilder();
  builder.emitAny(kernel, { ...handles, ...numbers });
  const plan = builder.plan(tensors);
  const { backing, reserved, overlays } = backend.open();
  const arena = new Arena(backend.dtype, backing, reserved);
  arena.reserve(
    tensors.map(({ storage }) => storage),
    [plan],
  );
  const bound = bind(plan, arena, overlays);
  for (const tensor of tensors) bound.read(tensor).forEach((_, i, all) => (all[i] = ((i % 13) - 6) / 8));
  const milliseconds = timeOf(() => bound.run(), now);
  const bytes = arena.floatBytes * tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    served: bound.backends[0],
    flops: kernel.flops({ ...numbers }) / milliseconds / 1e6,
    bytes: bytes / milliseconds / 1e6,
  };
}

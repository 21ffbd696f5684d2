import type { AnyKernel } from '../src/kernels/define.ts';
import { bind } from '../src/plan/bind.ts';
import { PlanBuilder } from '../src/plan/builder.ts';
import { Arena, plainBacking } from '../src/plan/arena.ts';
import { persistent } from '../src/plan/plan.ts';
import type { Handle } from '../src/plan/plan.ts';

type Value = { shape: readonly number[]; data: readonly number[]; ints?: boolean };

/** Runs one kernel on the reference table and gives back every tensor it was given. */
export function runKernel(
  kernel: AnyKernel,
  dtype: 'float32' | 'float64',
  tensors: Record<string, Value>,
  numbers: Record<string, number>,
): Record<string, number[]> {
  const builder = new PlanBuilder();
  const handles: Record<string, Handle> = Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, ints }]) => [
      name,
      persistent(name, shape, ints ? 'int32' : 'float'),
    ]),
  );
  builder.emitAny(kernel, { ...handles, ...numbers });
  const plan = builder.plan(Object.values(handles));
  const arena = new Arena(dtype, plainBacking());
  arena.reserve(
    Object.values(handles).map(({ storage }) => storage),
    [plan],
  );
  const bound = bind(plan, arena, []);
  for (const [name, { data, ints }] of Object.entries(tensors)) {
    const view = ints ? bound.readInts(handles[name]) : bound.read(handles[name]);
    view.set(data);
  }
  bound.run();
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { ints }]) => [
      name,
      [...(ints ? bound.readInts(handles[name]) : bound.read(handles[name]))],
    ]),
  );
}

/** Greatest difference, relative to the size of the numbers. */
export function difference(found: readonly number[], wanted: readonly number[]): number {
  if (found.length !== wanted.length) return Infinity;
  return Math.max(0, ...found.map((x, i) => Math.abs(x - wanted[i]) / Math.max(1, Math.abs(wanted[i]))));
}

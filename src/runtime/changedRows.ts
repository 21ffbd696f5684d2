import { checkAugment } from '../augment/index.ts';
import type { Chosen } from '../augment/index.ts';
import { Arena, plainBacking } from '../plan/arena.ts';
import { bind } from '../plan/bind.ts';
import { PlanBuilder } from '../plan/builder.ts';
import { persistent } from '../plan/plan.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { emitChangedRows } from './compileBatch.ts';

/**
 * Rows as a first step of training changes them that has these rows in this order, in float64.
 *
 * @param x [rows × …shape]
 * @param seed of training
 * @throws {NnError} a usage error when an augmentation does not fit rows of this shape
 */
export function changedRows(
  augment: readonly Chosen[],
  x: Float64Array,
  shape: readonly number[],
  seed: number,
): Float64Array {
  checkAugment(augment, shape);
  const rows = x.length / sizeOf(shape);
  const from = persistent('x', [rows, ...shape]);
  const key = persistent('random key', [2], 'int32');
  const builder = new PlanBuilder();
  const { x: out } = emitChangedRows(builder, augment, { x: from, shape, rows, key }, true);
  const plan = builder.plan([out]);
  const arena = new Arena('float64', plainBacking(), 0);
  arena.reserve([from.storage, key.storage], [plan]);
  const { f, i } = arena.views;
  f.set(x, arena.persistentAddress(from.storage) / arena.floatBytes);
  i[arena.persistentAddress(key.storage) / 4] = seed;
  const bound = bind(plan, arena, []);
  bound.run();
  return Float64Array.from(bound.read(out));
}

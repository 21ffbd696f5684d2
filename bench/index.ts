import { csv, predict } from './benches/data.ts';
import { fashion, product, twoThreads, wide } from './benches/dense.ts';
import { heap } from './benches/heap.ts';
import { spiralProcess, spiralStep } from './benches/spiral.ts';
import type { Bench } from './measure.ts';

/** Every bench, in the order of the table. */
export const benches: readonly Bench[] = [
  spiralStep,
  spiralProcess,
  fashion,
  wide,
  product,
  twoThreads,
  predict,
  csv,
  heap,
];

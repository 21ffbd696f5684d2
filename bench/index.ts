import { csv, predict, wideCsv } from './benches/data.ts';
import { product, twoThreads, wide } from './benches/dense.ts';
import { cnn, fashion, lstm } from './benches/fashion.ts';
import { heap } from './benches/heap.ts';
import { parquet } from './benches/parquet.ts';
import { spiralProcess, spiralStep } from './benches/spiral.ts';
import { start } from './benches/start.ts';
import type { Bench } from './measure.ts';

/** Every bench, in the order of the table. */
export const benches: readonly Bench[] = [
  start,
  spiralStep,
  spiralProcess,
  fashion,
  cnn,
  lstm,
  wide,
  product,
  twoThreads,
  predict,
  csv,
  wideCsv,
  parquet,
  heap,
];

import type { Bound } from '../plan/bind.ts';
import type { Handle } from '../plan/plan.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Rows of one forward pass, and rows that are looked at, at most. */
export const BLOCK = 1024;
const MOST = 16_384;
/** Rows of inputs, one after the other. */
export interface RowsOfInputs {
  readonly x: Float32Array | Float64Array;
  readonly rows: number;
}

/** Evenly spaced rows, where there are more than are looked at. */
export function someOf({ x, rows }: RowsOfInputs): RowsOfInputs {
  if (rows <= MOST) return { x, rows };
  const width = x.length / rows;
  const some = new Float64Array(MOST * width);
  for (let i = 0; i < MOST; i++) {
    const row = Math.floor((i * rows) / MOST);
    some.set(x.subarray(row * width, (row + 1) * width), i * width);
  }
  return { x: some, rows: MOST };
}

/** What a layer gives for all rows, one after the other. */
export function outputOf(
  runtime: Runtime,
  { bound, x, output }: { bound: Bound; x: Handle; output: Handle },
  rows: RowsOfInputs,
): Float64Array {
  const [room, width] = [x.shape[0], rows.x.length / rows.rows];
  const units = bound.read(output).length / room;
  const all = new Float64Array(rows.rows * units);
  for (let row = 0; row < rows.rows; row += room) {
    const count = Math.min(room, rows.rows - row);
    runtime.floats(x).set(rows.x.subarray(row * width, (row + count) * width));
    bound.run();
    all.set(bound.read(output).subarray(0, count * units), row * units);
  }
  return all;
}

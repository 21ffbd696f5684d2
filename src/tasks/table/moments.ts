import { scaleOf } from '../../util/statistics.ts';

/**
 * Mean and deviation of every column over some rows, in one pass; sums are taken from the first row's values
 * on.
 */
export class Moments {
  readonly #shift: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #rows = 0;

  constructor(columns: number) {
    this.#shift = new Float64Array(columns);
    this.#sums = new Float64Array(columns);
    this.#squares = new Float64Array(columns);
  }

  /** Counts the row that begins at `offset`. */
  add(values: ArrayLike<number>, offset: number): void {
    const columns = this.#sums.length;
    if (this.#rows++ === 0) for (let c = 0; c < columns; c++) this.#shift[c] = values[offset + c];
    for (let c = 0; c < columns; c++) {
      const value = values[offset + c] - this.#shift[c];
      this.#sums[c] += value;
      this.#squares[c] += value * value;
    }
  }

  /** Of one column; a column that does not vary is not scaled. */
  of(column: number): { mean: number; scale: number } {
    const mean = this.#sums[column] / this.#rows;
    const deviation = Math.sqrt(Math.max(0, this.#squares[column] / this.#rows - mean * mean));
    const at = mean + this.#shift[column];
    return { mean: at, scale: scaleOf(deviation, at) };
  }
}

type Floats = Float32Array | Float64Array;

/** Some rows that a model has answered. */
interface Answered {
  /** How many rows were read, and how many of them have no target. */
  readonly rows: number;
  readonly missing: number;
  /** The rows that were answered, by their number among those read. */
  readonly known: Int32Array;
  /** Rows that do not count all the same. */
  readonly bad: ReadonlySet<number>;
  /** Of all rows that were read. */
  readonly targets: Int32Array | Float64Array;
  /** Of the rows in `known`, [rows × outputs]. */
  readonly outputs: Floats;
}

/** Targets and outputs of rows that were answered some at a time. */
export class MeasuredRows {
  /** Rows so far, with those that do not count. */
  read = 0;
  /** Rows without a target. */
  missing = 0;
  #targets: number[] = [];
  #outputs: Floats[] = [];

  /** Adds rows; their outputs may change after it. */
  add({ rows, missing, known, bad, targets, outputs }: Answered): void {
    this.read += rows;
    this.missing += missing;
    const width = outputs.length / Math.max(1, known.length);
    let kept = outputs.slice();
    let count = 0;
    known.forEach((row, i) => {
      if (bad.has(row)) return;
      this.#targets.push(targets[row]);
      kept.copyWithin(count++ * width, i * width, (i + 1) * width);
    });
    kept = kept.subarray(0, count * width);
    this.#outputs.push(kept);
  }

  /** Rows that count. */
  get count(): number {
    return this.#targets.length;
  }

  /** Of the rows that count. */
  get targets(): readonly number[] {
    return this.#targets;
  }

  /** [rows × outputs] */
  get outputs(): Floats {
    const size = this.#outputs.reduce((sum, { length }) => sum + length, 0);
    const all = this.#outputs[0] instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
    let at = 0;
    for (const outputs of this.#outputs) {
      all.set(outputs, at);
      at += outputs.length;
    }
    return all;
  }
}

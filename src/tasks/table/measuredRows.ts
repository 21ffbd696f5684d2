type Floats = Float32Array | Float64Array;

/** Some rows that a model has answered. */
interface Answered {
  /** How many rows were read, and how many of them have no target. */
  readonly read: number;
  readonly missing: number;
  /** Of the rows that were answered. */
  readonly targets: readonly number[];
  /** [rows × outputs] */
  readonly outputs: Floats;
}

/** Targets and outputs of rows that were answered some at a time. */
export class MeasuredRows {
  /** Rows so far, with those that do not count. */
  read = 0;
  /** Rows without a target. */
  missing = 0;
  /** Of the rows that count. */
  readonly targets: number[] = [];
  readonly #outputs: Floats[] = [];

  /** Adds rows; their outputs may change after it. */
  add({ read, missing, targets, outputs }: Answered): void {
    this.read += read;
    this.missing += missing;
    for (const target of targets) this.targets.push(target);
    this.#outputs.push(outputs.slice());
  }

  /** Rows that count. */
  get count(): number {
    return this.targets.length;
  }

  /** [rows × outputs] */
  get outputs(): Floats {
    const size = this.#outputs.reduce((sum, { length }) => sum + length, 0);
    const single = this.#outputs.some((outputs) => outputs instanceof Float32Array);
    const all = single ? new Float32Array(size) : new Float64Array(size);
    let at = 0;
    for (const outputs of this.#outputs) {
      all.set(outputs, at);
      at += outputs.length;
    }
    return all;
  }
}

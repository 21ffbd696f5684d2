/** What some numbers are like. Moments are of the finite ones. */
export interface Statistics {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Of the population, as numpy.std. */
  readonly std: number;
  readonly zeros: number;
  readonly nan: number;
  readonly infinite: number;
}

/** Gathers statistics of numbers that come in parts (Welford 1962). */
export class StatisticsOf {
  #count = 0;
  #finite = 0;
  #min = Infinity;
  #max = -Infinity;
  #mean = 0;
  #squares = 0;
  #zeros = 0;
  #nan = 0;

  add(values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      this.#count++;
      if (Number.isNaN(value)) this.#nan++;
      if (!Number.isFinite(value)) continue;
      this.#finite++;
      if (value === 0) this.#zeros++;
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
      const before = value - this.#mean;
      this.#mean += before / this.#finite;
      this.#squares += before * (value - this.#mean);
    }
  }

  get result(): Statistics {
    const some = this.#finite > 0;
    return {
      count: this.#count,
      min: some ? this.#min : Number.NaN,
      max: some ? this.#max : Number.NaN,
      mean: some ? this.#mean : Number.NaN,
      std: some ? Math.sqrt(this.#squares / this.#finite) : Number.NaN,
      zeros: this.#zeros,
      nan: this.#nan,
      infinite: this.#count - this.#finite - this.#nan,
    };
  }
}

import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import type { SeriesPieces } from '../../data/series.ts';
import type { Table } from '../../data/table.ts';
import type { Tolerance } from '../../data/tolerance.ts';
import { failure } from '../../errors.ts';
import type { Predictor } from '../../runtime/predictor.ts';
import type { SeriesModel } from './model.ts';

/**
 * Forecasts a series from any of its rows on. A model that forecasts `horizon` steps at once is applied again
 * to its own forecasts until there are enough (the recursive strategy; with horizon = steps, the direct one).
 */
export class Forecaster {
  readonly #predictor: Predictor;
  readonly #pieces: SeriesPieces;
  readonly #steps: Float32Array | Float64Array;
  readonly #width: number;
  readonly #scale: number;
  readonly #mean: number;

  /** @param tolerance what becomes of values that the features cannot take; errors when absent */
  constructor(
    predictor: Predictor,
    { preprocessing, pieces, target }: SeriesModel,
    table: Table,
    tolerance?: Tolerance,
  ) {
    this.#predictor = predictor;
    this.#pieces = pieces;
    this.#width = inputWidth(preprocessing);
    const empty = new Float64Array(table.rows * this.#width);
    this.#steps = encodeFeatures(preprocessing, table, empty, undefined, tolerance);
    this.#scale = target.scale;
    this.#mean = target.mean;
  }

  /**
   * Steps that can be forecast: any number, or the horizon where other columns would have to be known too.
   */
  get most(): number {
    return this.#width === 1 ? Infinity : this.#pieces.horizon;
  }

  /**
   * The values of `steps` rows from each of `origins` on, [origins × steps], in the units of the target.
   * Values at and after an origin are not read.
   *
   * @throws NnError('failure') where one is not finite
   */
  from(origins: readonly number[], steps: number): Float64Array {
    const { window, horizon } = this.#pieces;
    const size = window * this.#width;
    const rows = origins.length;
    const x = new Float64Array(rows * size);
    origins.forEach((origin, i) =>
      x.set(this.#steps.subarray((origin - window) * this.#width, origin * this.#width), i * size),
    );
    const out = new Float64Array(rows * steps);
    for (let done = 0; done < steps; done += horizon) {
      const answers = this.#predictor.run(x, rows);
      for (let i = 0; i < rows; i++) {
        const answer = answers.subarray(i * horizon, (i + 1) * horizon);
        for (let k = 0; k < Math.min(horizon, steps - done); k++)
          out[i * steps + done + k] = answer[k] * this.#scale + this.#mean;
        if (done + horizon >= steps) continue;
        // The window moves on over the forecasts.
        const seen = x.subarray(i * size, (i + 1) * size);
        if (horizon < window) seen.copyWithin(0, horizon);
        for (let k = 0; k < Math.min(horizon, window); k++)
          seen[window - Math.min(horizon, window) + k] = answer[Math.max(0, horizon - window) + k];
      }
    }
    if (!out.every(Number.isFinite))
      throw failure('the forecast leaves the finite numbers', {
        hint: 'the model multiplies its own forecasts; train it longer, or with a larger --horizon',
      });
    return out;
  }
}

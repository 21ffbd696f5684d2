import { inputError } from '../errors.ts';
import type { Model } from '../model/file.ts';
import { forecastTable, rowsBefore } from '../tasks/series/forecast.ts';
import { findSeriesModel } from '../tasks/series/model.ts';
import { tableOf } from './inputs.ts';
import type { Records } from './inputs.ts';
import type { KernelOptions } from './kernels.ts';
import { predictorOf } from './predict.ts';

/** How far to forecast. */
export interface ForecastOptions extends KernelOptions {
  /** Rows to forecast, from 1; the horizon that the model was trained for unless given. */
  readonly steps?: number | undefined;
}

/** The rows after the last one of a series. */
export interface SeriesForecast {
  /** Name of the column that is forecast. */
  readonly target: string;
  /** When: values of the time column as they continue, else `1`, `2` …, [steps]. */
  readonly times: readonly string[];
  /** In the units of the target, [steps]. */
  readonly values: Float64Array;
}

/**
 * Forecasts the rows after the last one of a series. More steps than the model's horizon are forecast from
 * its own forecasts.
 *
 * @param model one that `train` made with `window`, `horizon` or `time`
 * @param input a table or records, in the order of time; the last `window` rows are looked at
 * @param options how far, which kernels compute, and in which precision
 * @throws {NnError} `input` for other models, and for series that are too short or have gaps; `usage` for
 *   more steps than can be
 *   forecast where the model looks at other columns too; `failed` when a forecast is not finite
 * @example const { model } = await train(table, { time: 'month', target: 'passengers', window: 24 }); const {
 *   times, values } = await forecast(model, table, { steps: 12 });
 */
export async function forecast(
  model: Model,
  input: Records,
  { steps, ...kernels }: ForecastOptions = {},
): Promise<SeriesForecast> {
  const series = model.preprocessing && findSeriesModel(model.preprocessing);
  const table = tableOf(input, model.preprocessing);
  if (!series || !table)
    throw inputError(
      series ? 'found rows without names, expected a table' : 'this model has not learned a time series',
    );
  const predictor = await predictorOf(model, kernels);
  const { target, times, values } = forecastTable(predictor, series, rowsBefore(series, table), {
    steps,
    season: undefined,
  });
  return { target, times, values };
}

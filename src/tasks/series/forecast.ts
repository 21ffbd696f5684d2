import { columnNamed } from '../../data/columns.ts';
import { checkSeason, findSeason } from '../../data/series.ts';
import type { Table } from '../../data/table.ts';
import type { Tolerance } from '../../data/tolerance.ts';
import { measuredValues } from '../../data/target.ts';
import { inputError, usageError } from '../../errors.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Computing } from '../../host/backend.ts';
import { readTable } from '../../inputs/openTable.ts';
import { RowProblems } from '../../inputs/rowProblems.ts';
import type { RowRules } from '../../options/answering.ts';
import { Predictor } from '../../runtime/predictor.ts';
import { flopsPerRow } from '../../runtime/work.ts';
import type { OpenedModel } from '../define.ts';
import { compareForecasts } from './compare.ts';
import type { Comparison } from './compare.ts';
import { Forecaster } from './forecaster.ts';
import { findSeriesModel } from './model.ts';
import type { SeriesModel } from './model.ts';
import { rowsOf, tellFilled } from './rows.ts';
import type { SeriesRows } from './rows.ts';
import { firstUnseen } from './unseen.ts';
import { counted } from '../../util/plural.ts';

/** What is to be forecast. */
export interface ForecastOptions {
  readonly dataPath: string | undefined;
  /** Rows to forecast; the horizon of the model when absent. */
  readonly steps: number | undefined;
  /** Steps of a season, for the comparison; found when absent. */
  readonly season: number | undefined;
  /** What becomes of categories that training did not see. */
  readonly unknown: RowRules['unknown'];
}

/** The rows after a series. */
export interface Forecast {
  /** Name of the target, and of what says when: the column of times, or `step`. */
  readonly target: string;
  readonly time: string;
  readonly times: readonly string[];
  /** Of each time, in the units of the target. */
  readonly values: Float64Array;
  /** Errors on rows that did not train; absent where there are none. */
  readonly comparison: Comparison | undefined;
}

/**
 * The windows of a model.
 *
 * @throws NnError('input') for models of other tasks
 */
function windowsOf({ path, preprocessing }: OpenedModel): SeriesModel {
  const found = findSeriesModel(preprocessing);
  if (found) return found;
  throw inputError('this model has not learned a time series', {
    where: { source: path },
    hint: 'nn train data.csv --time COLUMN --target COLUMN --window 24 makes one that has',
  });
}

/** @throws NnError('usage') when more steps are asked for than can be forecast */
function checkSteps(steps: number, { most }: Forecaster, { preprocessing, pieces }: SeriesModel): void {
  if (steps <= most) return;
  const others = preprocessing.features.slice(1).map(({ name }) => name);
  throw usageError(
    `--steps ${steps} is more than the model's horizon of ${pieces.horizon}, and it also looks at ${others.join(', ')}, whose future is not known`,
    { hint: `train with --horizon ${steps}, or without those columns: --drop ${others.join(',')}` },
  );
}

/**
 * Forecasts of the rows that did not train, beside the seasonal-naive method: rows later than all the model
 * knows, or after as many as it was trained on.
 */
function compareHeldOut(
  forecaster: Forecaster,
  series: SeriesModel,
  rows: SeriesRows,
  { steps, season: given }: { steps: number; season: number | undefined },
): Comparison | undefined {
  const { pieces, target } = series;
  const { table, clock } = rows;
  const from = Math.max(firstUnseen(series, rows), pieces.window);
  if (given !== undefined) checkSeason(given, from);
  const values = measuredValues(target, table);
  const season = given ?? clock?.season ?? findSeason(values.subarray(0, from));
  if (from >= table.rows || season > from) return undefined;
  return compareForecasts(forecaster, values, from, { steps, season });
}

/**
 * The rows after which a forecast begins; their times must be known, where the model knows times.
 *
 * @throws NnError('input')
 */
export function rowsBefore(series: SeriesModel, table: Table, dateFormat?: string): SeriesRows {
  if (series.pieces.time !== undefined) columnNamed(table, series.pieces.time);
  return rowsOf(series, table, dateFormat);
}

/**
 * Forecasts the rows after the last one of a series. Asks the machine for nothing.
 *
 * @throws NnError('input') for series that are too short or have gaps
 */
export function forecastTable(
  predictor: Predictor,
  series: SeriesModel,
  rows: SeriesRows,
  { season, steps = series.pieces.horizon }: Pick<ForecastOptions, 'season' | 'steps'>,
  tolerance?: Tolerance,
): Forecast {
  const { pieces, target } = series;
  const { table, clock } = rows;
  if (table.rows < pieces.window)
    throw inputError(`found ${counted(table.rows, 'row')}, but the model looks at ${pieces.window}`, {
      where: { source: table.source },
      hint: 'a forecast begins after the last row and needs those before it',
    });
  const forecaster = new Forecaster(predictor, series, table, tolerance);
  checkSteps(steps, forecaster, series);
  return {
    target: target.name,
    time: pieces.time ?? 'step',
    times: Array.from({ length: steps }, (_, k) => clock?.after(k + 1) ?? String(k + 1)),
    values: forecaster.from([table.rows], steps),
    comparison: compareHeldOut(forecaster, series, rows, { steps, season }),
  };
}

/**
 * Forecasts the rows after the last one of a series.
 *
 * @throws NnError('input') for models of other tasks and series that are too short or have gaps
 */
export async function forecastSeries(
  computing: Computing,
  opened: OpenedModel,
  { dataPath, season, steps, unknown }: ForecastOptions,
): Promise<Forecast> {
  const series = windowsOf(opened);
  const table = await readTable(computing, dataPath, { as: opened.preprocessing });
  const rows = rowsBefore(series, table, computing.global.dateFormat);
  tellFilled(rows, computing.screen);
  const flops = flopsPerRow(opened.model.spec) * rows.table.rows;
  const predictor = new Predictor(opened.model, await chooseBackend(computing, { flops }));
  const problems = new RowProblems({ unknown, badRows: 'error' }, computing.screen);
  const made = forecastTable(predictor, series, rows, { steps, season }, problems.features);
  problems.tell();
  return made;
}

import { columnNamed } from '../../data/columns.ts';
import { windowStarts, windowTargets } from '../../data/series.ts';
import type { Table } from '../../data/table.ts';
import { encodeValues } from '../../data/target.ts';
import type { Tolerance } from '../../data/tolerance.ts';
import { inputError, usageError } from '../../errors.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Computing } from '../../host/backend.ts';
import { readTable } from '../../inputs/openTable.ts';
import { RowProblems } from '../../inputs/rowProblems.ts';
import type { ValueSample } from '../../metrics/define.ts';
import type { Result } from '../../report/result.ts';
import { Predictor } from '../../runtime/predictor.ts';
import type { EvaluateOptions, OpenedModel } from '../define.ts';
import { valueScores } from '../scores.ts';
import { Forecaster } from './forecaster.ts';
import { seriesModel } from './model.ts';
import type { SeriesModel } from './model.ts';
import { rowsOf, tellFilled } from './rows.ts';

/**
 * What a model forecasts from every window of a series, and what came.
 *
 * @throws NnError('input') where there is none
 */
function windowSample(
  predictor: Predictor,
  series: SeriesModel,
  table: Table,
  tolerance: Tolerance,
): ValueSample {
  const { pieces, target } = series;
  const { window, horizon } = pieces;
  const starts = windowStarts(0, table.rows, pieces);
  if (starts.length === 0)
    throw inputError(
      `found ${table.rows} rows, but a window of ${window} and a horizon of ${horizon} need ${window + horizon}`,
      { where: { source: table.source } },
    );
  const values = encodeValues({ ...target, mean: 0, scale: 1 }, table);
  const forecaster = new Forecaster(predictor, series, table, tolerance);
  const origins = Array.from(starts, (start) => start + window);
  return { actual: windowTargets(values, starts, pieces), predicted: forecaster.from(origins, horizon) };
}

/**
 * Errors of the forecasts from every window of a series.
 *
 * @throws NnError('input') for a series that is too short or has gaps
 */
export async function evaluateSeries(
  computing: Computing,
  { model, preprocessing }: OpenedModel,
  { dataPath, metrics, labels, rules }: EvaluateOptions,
): Promise<Result> {
  if (rules.badRows !== 'error')
    throw usageError('--bad-rows: a row of a series cannot be left out, as those after it would move', {
      hint: 'repair the rows that cannot be read, or leave the option out',
    });
  const series = seriesModel(preprocessing);
  const table = await readTable(computing, dataPath, { labels, as: preprocessing });
  columnNamed(table, series.target.name);
  const predictor = new Predictor(model, await chooseBackend(computing));
  const rows = rowsOf(series, table, computing.global.dateFormat);
  tellFilled(rows, computing.screen);
  const problems = new RowProblems(rules, computing.screen);
  const sample = windowSample(predictor, series, rows.table, problems.features);
  problems.tell();
  return valueScores(sample, metrics);
}

import { judge } from '../../baselines/judge.ts';
import type { Judged, JudgedPart } from '../../baselines/judge.ts';
import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import { windowInputs, windowTargets } from '../../data/series.ts';
import type { Table } from '../../data/table.ts';
import { encodeValues, measuredValues } from '../../data/target.ts';
import type { Tolerance } from '../../data/tolerance.ts';
import { usageError } from '../../errors.ts';
import { withBaselines } from '../../figures/baselines/result.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Computing } from '../../host/backend.ts';
import { readTable } from '../../inputs/openTable.ts';
import { RowProblems } from '../../inputs/rowProblems.ts';
import type { ValueSample } from '../../metrics/define.ts';
import type { Result } from '../../report/result.ts';
import { Predictor } from '../../runtime/predictor.ts';
import type { WholePart } from '../../train/part.ts';
import { baselineFacts, contestOf } from '../baselines.ts';
import type { EvaluateOptions, OpenedModel } from '../define.ts';
import { valueScores } from '../scores.ts';
import { Forecaster } from './forecaster.ts';
import { seriesModel } from './model.ts';
import type { SeriesModel } from './model.ts';
import { rowsOf, tellFilled } from './rows.ts';
import { windowsFor } from './unseen.ts';

/** What a model forecasts from windows of a series that begin at these rows, and what came. */
function windowSample(
  predictor: Predictor,
  series: SeriesModel,
  table: Table,
  starts: Int32Array,
  tolerance: Tolerance,
): ValueSample {
  const { pieces, target } = series;
  const { window, horizon } = pieces;
  const values = measuredValues(target, table);
  const forecaster = new Forecaster(predictor, series, table, tolerance);
  const origins = Array.from(starts, (start) => start + window);
  return { actual: windowTargets(values, starts, pieces), predicted: forecaster.from(origins, horizon) };
}

/** The model beside answers without a network, on windows that begin at these rows. */
function judgedOf(
  { model, preprocessing }: OpenedModel,
  { pieces, target }: SeriesModel,
  table: Table,
  starts: Int32Array,
  { predicted, part }: { readonly predicted: ArrayLike<number>; readonly part: JudgedPart },
): Judged | undefined {
  const { baselines: fitted = [] } = model;
  const width = inputWidth(preprocessing);
  const seasonal = fitted.find(({ name }) => name === 'seasonal-naive');
  const season = seasonal?.parameters[0] ?? 1;
  const facts = baselineFacts(preprocessing, pieces.window * width, season);
  if (!facts || fitted.length === 0) return undefined;
  const steps = encodeFeatures(preprocessing, table, new Float64Array(table.rows * width), undefined);
  const values = encodeValues(target, table);
  const windows: WholePart = {
    kind: 'whole',
    x: windowInputs(steps, width, starts, pieces.window),
    target: windowTargets(values, starts, pieces),
    rows: starts.length,
  };
  const past = { values, at: starts.map((start) => start + pieces.window), season };
  const scaled = Float64Array.from(predicted, (value) => (value - target.mean) / target.scale);
  return judge(contestOf({ preprocessing, facts, fitted }, { part: windows, rows: part, past }, scaled));
}

/**
 * Errors of the forecasts from every window of a series.
 *
 * @throws NnError('input') for a series that is too short or has gaps
 */
export async function evaluateSeries(
  computing: Computing,
  opened: OpenedModel,
  { dataPath, metrics, labels, only, rules }: EvaluateOptions,
): Promise<Result> {
  const { model, preprocessing } = opened;
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
  const { starts, line } = windowsFor(series, rows, only);
  const sample = windowSample(predictor, series, rows.table, starts, problems.features);
  problems.tell();
  if (line !== undefined) computing.screen.note(line);
  const scores = valueScores(sample, metrics, { independent: false });
  if (metrics.length > 0) return scores;
  const part = only === 'train' ? 'training' : (only ?? (line === undefined ? 'given' : 'seen'));
  const { predicted } = sample;
  return withBaselines(scores, judgedOf(opened, series, rows.table, starts, { predicted, part }));
}

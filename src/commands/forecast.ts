import { columnNamed } from '../data/columns.ts';
import { encodeValues } from '../data/target.ts';
import { checkSeason, checkWhole, findSeason } from '../data/series.ts';
import { readClock } from '../data/time.ts';
import { inputError, usageError } from '../errors.ts';
import { Predictor } from '../runtime/predictor.ts';
import { flopsPerRow } from '../runtime/work.ts';
import type { Block, DataColumn, Json, Result } from '../report/result.ts';
import { count, measure, score } from '../util/quantity.ts';
import { chooseBackend } from '../host/backend.ts';
import { defineCommand } from './define.ts';
import { integer } from '../options/define.ts';
import { compareForecasts } from '../tasks/series/compare.ts';
import type { Comparison, Errors } from '../tasks/series/compare.ts';
import { Forecaster } from '../tasks/series/forecaster.ts';
import { openModel } from '../inputs/modelFile.ts';
import { readTable } from '../inputs/openTable.ts';

/** Forms that have no room for the comparison. */
const rowsAlone = new Set<string | undefined>(['csv', 'tsv', 'jsonl', 'npy']);

const methods = (comparison: Comparison): [string, Errors][] => [
  ['model', comparison.model],
  [
    comparison.season > 1 ? `seasonal naive (${comparison.season} steps)` : 'naive (the last value)',
    comparison.naive,
  ],
];

function comparisonBlocks(comparison: Comparison): Block[] {
  const { rows, origins, steps } = comparison;
  const right = (name: string) => ({ name, align: 'right' as const });
  return [
    {
      kind: 'table',
      title: `${count(rows)} rows held out, ${count(origins)} ${origins === 1 ? 'forecast' : 'forecasts'} of ${steps} steps`,
      columns: [{ name: '' }, right('MAE'), right('RMSE'), right('MASE')],
      rows: methods(comparison).map(([name, { mae, rmse, mase }]) => [
        name,
        measure(mae),
        measure(rmse),
        mase === undefined ? '–' : score(mase),
      ]),
    },
  ];
}

const errorsJson = ({ mae, rmse, mase }: Errors): Json => ({ mae, rmse, mase: mase ?? null });

export const forecast = defineCommand({
  name: 'forecast',
  about:
    'Lets a model of a time series go on behind the last row of the data. A model that foretells fewer steps than wanted is asked again with what it has foretold. Where the data has rows that the model did not learn from, it is measured on them beside the seasonal-naive forecast, which repeats the last season: MASE below 1 is better than that method is one season ahead on the rows before. Those rows also chose the best epoch of the training; a later file is the stricter test.',
  arguments: [
    { name: 'model', summary: 'a model of nn train --window', required: true },
    { name: 'data', summary: 'the rows so far, in order; - or nothing reads a pipe', required: false },
  ],
  options: {
    steps: integer('rows to foretell; the horizon of the model unless given', { min: 1, max: 1_000_000 }),
    season: integer(
      'steps of a season, for the comparison; from the times or the autocorrelation unless given',
      { min: 1 },
    ),
  },
  examples: [
    {
      command: 'nn train air.csv --time month --window 24 -o air.safetensors',
      says: 'a model of a monthly series',
    },
    { command: 'nn forecast air.safetensors air.csv --steps 24', says: 'the next two years' },
    {
      command: 'nn forecast air.safetensors air.csv --steps 12 --format csv | tail -n +2 >> air.csv',
      says: 'appended to the rows so far',
    },
  ],
  async run(context, { args: [modelPath, dataPath], options: o }): Promise<Result> {
    const model = await openModel(context, modelPath);
    const { preprocessing } = model;
    const pieces = preprocessing?.pieces;
    if (!preprocessing || pieces?.of !== 'series')
      throw inputError('this model has not learned a time series', {
        where: { source: modelPath },
        hint: 'nn train data.csv --time COLUMN --target COLUMN --window 24 makes one that has',
      });
    const { target } = preprocessing;
    if (target.kind !== 'values') throw new Error('a series foretells numbers');
    const table = await readTable(context, dataPath);
    const clock = pieces.time === undefined ? undefined : readClock(table, columnNamed(table, pieces.time));
    const column = columnNamed(table, target.name);
    checkWhole(table, column);
    if (table.rows < pieces.window)
      throw inputError(`found ${table.rows} rows, but the model looks at ${pieces.window}`, {
        where: { source: table.source },
        hint: 'a forecast begins behind the last row and needs those before it',
      });
    const values = encodeValues({ ...target, mean: 0, scale: 1 }, table);
    const steps = o.steps ?? pieces.horizon;
    const flops = flopsPerRow(model.spec) * table.rows;
    const predictor = new Predictor(model, await chooseBackend(context, { flops }));
    const forecaster = new Forecaster(predictor, preprocessing, pieces, table);
    if (steps > forecaster.most) {
      const others = preprocessing.features.slice(1).map(({ name }) => name);
      throw usageError(
        `--steps ${steps} is more than the model's horizon of ${pieces.horizon}, and it also looks at ${others.join(', ')}, whose future is not known`,
        { hint: `train with --horizon ${steps}, or without those columns: --drop ${others.join(',')}` },
      );
    }
    const next = forecaster.from([table.rows], steps);
    // Rows that the model has not learned from: later than all it knows, or behind as many rows as it was trained on.
    const unseen =
      clock && pieces.until !== undefined
        ? clock.rowAfter(pieces.until)
        : Math.min(pieces.trained, table.rows);
    const from = Math.max(unseen, pieces.window);
    if (o.season !== undefined) checkSeason(o.season, from);
    const season = o.season ?? clock?.season ?? findSeason(values.subarray(0, from));
    const comparison =
      from < table.rows && season <= from
        ? compareForecasts(forecaster, values, from, { steps, season })
        : undefined;
    const times = Array.from({ length: steps }, (_, k) => clock?.after(k + 1) ?? String(k + 1));
    const numeric = times.every((text) => String(Number(text)) === text);
    const columns: DataColumn[] = [
      { name: pieces.time ?? 'step', values: numeric ? times.map(Number) : times },
      { name: target.name, values: next },
    ];
    if (comparison && rowsAlone.has(context.screen.rowFormat)) {
      const [ours, theirs] = methods(comparison).map(
        ([name, { mae, rmse, mase }]) =>
          `${name}: MAE ${measure(mae)}, RMSE ${measure(rmse)}${mase === undefined ? '' : `, MASE ${score(mase)}`}`,
      );
      context.screen.note(`on ${count(comparison.rows)} held-out rows: ${ours}; ${theirs}`);
    }
    return {
      blocks: () => [
        {
          kind: 'table',
          columns: columns.map(({ name }, i) => ({ name, align: i === 0 ? 'left' : 'right' })),
          rows: times.map((time, k) => [time, measure(next[k])]),
        },
        ...(comparison ? comparisonBlocks(comparison) : []),
      ],
      json: () => ({
        target: target.name,
        forecast: times.map((time, k) => ({
          [pieces.time ?? 'step']: numeric ? Number(time) : time,
          [target.name]: next[k],
        })),
        ...(comparison && {
          heldOut: {
            rows: comparison.rows,
            forecasts: comparison.origins,
            steps: comparison.steps,
            season: comparison.season,
            model: errorsJson(comparison.model),
            seasonalNaive: errorsJson(comparison.naive),
          },
        }),
      }),
      data: { kind: 'rows', columns: columns.map(({ name }) => name), batches: () => [columns] },
    };
  },
});

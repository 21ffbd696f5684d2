import type { Block, DataColumn, Json, Result } from '../../report/result.ts';
import { count, measure, score } from '../../util/quantity.ts';
import type { Comparison, Errors } from './compare.ts';
import type { Forecast } from './forecast.ts';
import { right } from '../../report/table.ts';
import { counted } from '../../util/plural.ts';

const methods = ({ model, naive, season }: Comparison): [string, Errors][] => [
  ['model', model],
  [season > 1 ? `seasonal naive (${season} steps)` : 'naive (the last value)', naive],
];

function comparisonTable(comparison: Comparison): Block {
  const { rows, origins, steps } = comparison;
  return {
    kind: 'table',
    title: `${counted(rows, 'row')} held out, ${counted(origins, 'forecast')} of ${counted(steps, 'step')}`,
    columns: [{ name: '' }, right('MAE'), right('RMSE'), right('MASE')],
    rows: methods(comparison).map(([name, { mae, rmse, mase }]) => [
      name,
      measure(mae),
      measure(rmse),
      mase === undefined ? '–' : score(mase),
    ]),
  };
}

/** The comparison in one line, for forms of a result that have no room for its table. */
export function comparisonLine(comparison: Comparison): string {
  const [ours, theirs] = methods(comparison).map(
    ([name, { mae, rmse, mase }]) =>
      `${name}: MAE ${measure(mae)}, RMSE ${measure(rmse)}${mase === undefined ? '' : `, MASE ${score(mase)}`}`,
  );
  return `on ${count(comparison.rows)} held-out rows: ${ours}; ${theirs}`;
}

const errorsJson = ({ mae, rmse, mase }: Errors): Json => ({ mae, rmse, mase: mase ?? null });

const comparisonJson = (comparison: Comparison): Json => ({
  rows: comparison.rows,
  forecasts: comparison.origins,
  steps: comparison.steps,
  season: comparison.season,
  model: errorsJson(comparison.model),
  seasonal_naive: errorsJson(comparison.naive),
});

/** A forecast as a table of times and values, and the comparison below it. */
export function forecastResult({ target, time, times, values, comparison }: Forecast): Result {
  const numeric = times.every((text) => String(Number(text)) === text);
  const columns: DataColumn[] = [
    { name: time, values: numeric ? times.map(Number) : times },
    { name: target, values },
  ];
  return {
    blocks: () => [
      {
        kind: 'table',
        columns: columns.map(({ name }, i) => ({ name, align: i === 0 ? 'left' : 'right' })),
        rows: times.map((text, k) => [text, measure(values[k])]),
      },
      ...(comparison ? [comparisonTable(comparison)] : []),
    ],
    json: () => ({
      target,
      forecast: times.map((text, k) => ({
        [time]: numeric ? Number(text) : text,
        [target]: values[k],
      })),
      ...(comparison && { held_out: comparisonJson(comparison) }),
    }),
    data: { kind: 'rows', columns: columns.map(({ name }) => name), batches: () => [columns] },
  };
}

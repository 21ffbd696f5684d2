import { sparkline } from '../charts/sparkline.ts';
import type { Block, Json, Result } from '../report/result.ts';
import { right } from '../report/table.ts';
import { count, measure, percent } from '../util/quantity.ts';
import { curveVerdict } from './curveVerdict.ts';
import type { Curve } from './curveVerdict.ts';

/** Characters of a curve in the terminal. */
const WIDTH = 40;

/** The deviation over the models as numpy.std has it; null where there is one model. */
const deviationOf = (variance: number | undefined, models: number) =>
  variance === undefined ? null : Math.sqrt((variance * (models - 1)) / models);

/** The figures of the sizes, by the names of JSON. */
function figuresOf({ points, classes, repeats }: Curve) {
  const name = classes ? 'accuracy' : 'loss';
  return {
    rows: points.map(({ rows }) => rows),
    [`train_${name}`]: points.map(({ training }) => training),
    [`val_${name}`]: points.map(({ score }) => score),
    [`val_${name}_deviation`]: points.map(({ variance }) => deviationOf(variance, repeats)),
  };
}

function blocksOf(curve: Curve): Block[] {
  const { points, classes, repeats } = curve;
  const show = classes ? percent : measure;
  const name = classes ? 'accuracy' : 'loss';
  const deviations = points.map(({ variance }) => deviationOf(variance, repeats));
  // Where no size has several models there is nothing to put into the column.
  const several = deviations.some((deviation) => deviation !== null);
  const titles = ['rows', `training ${name}`, `validation ${name}`, ...(several ? ['±'] : [])];
  const [trainings, scores] = [points.map(({ training }) => training), points.map(({ score }) => score)];
  return [
    {
      kind: 'table',
      columns: titles.map((title) => right(title)),
      rows: points.map(({ rows, training, score }, i) => {
        const deviation = deviations[i];
        const shown = deviation === null ? '' : show(deviation);
        return [count(rows), show(training), show(score), ...(several ? [shown] : [])];
      }),
    },
    {
      kind: 'facts',
      facts: [
        [`training ${name}`, sparkline(trainings, WIDTH)],
        [`validation ${name}`, sparkline(scores, WIDTH)],
      ],
    },
    { kind: 'text', text: curveVerdict(curve) },
  ];
}

/** A learning curve as a table, two lines of bars, a verdict, and rows. */
export function learningCurveResult(curve: Curve): Result {
  const columns = figuresOf(curve);
  return {
    blocks: () => blocksOf(curve),
    json: (): Json => ({
      metric: curve.classes ? 'accuracy' : 'loss',
      points: curve.points.map((_, i) =>
        Object.fromEntries(
          Object.entries(columns).flatMap(([column, values]) => {
            const value = values[i];
            return value === null ? [] : [[column, value]];
          }),
        ),
      ),
    }),
    data: {
      kind: 'rows',
      columns: Object.keys(columns),
      batches: () => [Object.entries(columns).map(([column, values]) => ({ name: column, values }))],
    },
    dataFormat: 'table',
  };
}

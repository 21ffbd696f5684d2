import { splitRows } from '../data/split.ts';
import { sparkline } from '../charts/sparkline.ts';
import { failure } from '../errors.ts';
import type { Json, Result } from '../report/result.ts';
import type { Part } from '../train/request.ts';
import { RandomState } from '../util/random.ts';
import { count, measure, percent } from '../util/quantity.ts';
import { defineCommand } from './define.ts';
import { integer } from '../options/define.ts';
import { checkDivisible, readData } from '../tasks/index.ts';
import { trainGiven, valuesOf } from '../options/spec.ts';
import { sharedOptions } from '../options/train.ts';
import { decide } from '../runs/decide.ts';
import { jobOf, resultOf } from '../runs/trials.ts';
import type { TrialResult } from '../runs/trials.ts';

/** Some rows of a part. */
function rowsOf(part: Part, rows: Int32Array): Part {
  const width = part.x.length / part.rows;
  const x = part.x.slice(0, rows.length * width);
  rows.forEach((row, i) => x.set(part.x.subarray(row * width, (row + 1) * width), i * width));
  const target = part.target.slice(0, rows.length);
  rows.forEach((row, i) => (target[i] = part.target[row]));
  return { x, target, rows: rows.length };
}

/** What more data would bring, in words. */
function verdict(
  points: readonly { rows: number; score: number; training: number }[],
  classes: boolean,
): string {
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!last || !before) return '';
  const gain = classes ? last.score - before.score : before.score - last.score;
  const gap = classes ? last.training - last.score : last.score - last.training;
  const small = classes ? 0.01 : 0.02 * Math.abs(before.score);
  if (gain > small) return 'The validation score still improves with more rows: collect more data.';
  if (gap > (classes ? 0.05 : 0.2 * Math.abs(last.score)))
    return 'More rows hardly help, and training is far better than validation: try --dropout 0.2, a larger --l2, or fewer units.';
  return 'More rows hardly help, and training is no better than validation: the model has learned what these features tell. Try more units or better features.';
}

export const learningCurve = defineCommand({
  name: 'learning-curve',
  about:
    'Trains on growing parts of the training rows and measures each model on the same validation rows: does more data help? A wide gap between training and validation means overfitting, two low scores underfitting. All other options are those of nn train.',
  arguments: [{ name: 'data', summary: 'as nn train takes it', required: false }],
  options: {
    ...sharedOptions,
    points: integer('sizes to train on', { default: 6, min: 2, max: 50, group: 'Curve' }),
    repeats: integer('models for each size, on different rows', {
      default: 3,
      min: 1,
      max: 100,
      group: 'Curve',
    }),
  },
  examples: [
    { command: 'nn learning-curve iris.csv', says: 'six sizes, three models each' },
    { command: 'nn learning-curve wine.csv --points 10 --format csv > curve.csv', says: 'to plot elsewhere' },
  ],
  async run(context, { args: [argument], options: o, given }): Promise<Result> {
    const { seed } = context.global;
    const random = new RandomState(seed);
    const { repeats: _, ...shared } = given;
    const all = valuesOf({ source: argument, options: trainGiven(shared) });
    checkDivisible(all, 'nn learning-curve');
    const dataset = await readData(context, argument, random, all);
    const whole = decide(dataset, random.snapshot(), seed, all);
    const { train, validation } = whole;
    if ('load' in train || !validation) throw failure('a learning curve needs validation rows');
    const classes = whole.preprocessing.target.kind === 'classes';
    const rows = Int32Array.from({ length: train.rows }, (_, i) => i);
    const least = Math.min(train.rows, Math.max(10, classes ? 2 * whole.setup.spec.layers.length : 10));
    const sizes = Array.from({ length: o.points }, (_, i) =>
      Math.round(least * (train.rows / least) ** (i / (o.points - 1))),
    );
    const work = sizes.flatMap((size) =>
      Array.from({ length: o.repeats }, () => {
        const share = 1 - size / train.rows;
        const part = splitRows(rows, share, random, classes ? (row) => train.target[row] : undefined).train;
        return { size, run: { ...whole, train: rowsOf(train, part) } };
      }),
    );
    const results = new Map<number, TrialResult>();
    await context.jobs.run(
      (index) => (index < work.length ? jobOf(work[index].run) : undefined),
      async (index, answer) => {
        results.set(index, resultOf({}, answer));
        context.screen.note(
          `${String(results.size).padStart(String(work.length).length)}/${work.length}  ${count(work[index].size)} rows`,
        );
      },
    );
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const deviation = (values: readonly number[]) =>
      Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    const points = sizes.map((size) => {
      const of = work.flatMap((item, i) => (item.size === size ? (results.get(i) ?? []) : []));
      const done = of.filter(({ state }) => state === 'done');
      if (done.length === 0)
        throw failure(`no model could be trained on ${size} rows: ${of[0]?.message ?? 'stopped'}`);
      const scores = done.map((r) => (classes ? (r.validationAccuracy ?? 0) : (r.validationLoss ?? 0)));
      const training = done.map((r) => (classes ? (r.accuracy ?? 0) : (r.loss ?? 0)));
      return { rows: size, score: mean(scores), deviation: deviation(scores), training: mean(training) };
    });
    const shown = classes ? percent : measure;
    const name = classes ? 'accuracy' : 'loss';
    const column = (key: keyof (typeof points)[number]) => points.map((point) => point[key]);
    return {
      blocks: () => [
        {
          kind: 'table',
          columns: [`rows`, `training ${name}`, `validation ${name}`, '±'].map((title) => ({
            name: title,
            align: 'right' as const,
          })),
          rows: points.map((point) => [
            count(point.rows),
            shown(point.training),
            shown(point.score),
            shown(point.deviation),
          ]),
        },
        {
          kind: 'facts',
          facts: [
            [`training ${name}`, sparkline(column('training'), 40)],
            [`validation ${name}`, sparkline(column('score'), 40)],
          ],
        },
        { kind: 'text', text: verdict(points, classes) },
      ],
      json: (): Json => ({ metric: name, points: points.map((point) => ({ ...point })) }),
      data: {
        kind: 'rows',
        columns: ['rows', `train_${name}`, `val_${name}`, `val_${name}_deviation`],
        batches: () => [
          [
            { name: 'rows', values: column('rows') },
            { name: `train_${name}`, values: column('training') },
            { name: `val_${name}`, values: column('score') },
            { name: `val_${name}_deviation`, values: column('deviation') },
          ],
        ],
      },
      dataFormat: 'table',
    };
  },
});

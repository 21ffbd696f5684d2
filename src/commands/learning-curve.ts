import { usageError } from '../errors.ts';
import { learningCurveResult } from '../figures/learningCurve.ts';
import { integer } from '../options/define.ts';
import { trainGiven, valuesOf } from '../options/spec.ts';
import { sharedOptions } from '../options/train.ts';
import type { Result } from '../report/result.ts';
import { decide } from '../runs/decide.ts';
import { learningCurve } from '../runs/learningCurve.ts';
import { checkDivisible, readData } from '../tasks/index.ts';
import { RandomState } from '../util/random.ts';
import { defineCommand } from './define.ts';

export const learningCurveCommand = defineCommand({
  name: 'learning-curve',
  about:
    'Trains on growing parts of the training rows and measures each model on the same validation rows: does more data help? A wide gap between training and validation means overfitting, two low scores underfitting. All other options are those of nn train.',
  arguments: [{ name: 'data', summary: 'as nn train takes it', required: false }],
  options: {
    ...sharedOptions,
    points: integer('sizes to train on', { default: 6, min: 2, max: 50, group: 'Curve', usual: true }),
    repeats: integer('models for each size, on different rows', {
      default: 3,
      min: 1,
      max: 100,
      group: 'Curve',
      usual: true,
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
    if (train.kind === 'streamed' || !validation) {
      const what = train.kind === 'streamed' ? 'an NPY file that is streamed has none' : 'there are none';
      throw usageError(`a learning curve needs validation rows, and ${what}`, {
        hint: '--validation-split 0.3 keeps some of the rows for it, --validation FILE takes those of a file',
      });
    }
    const run = { ...whole, train, validation };
    return learningCurveResult(await learningCurve(context, run, o, random));
  },
});

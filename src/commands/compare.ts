import { activations } from '../activations/index.ts';
import { usageError } from '../errors.ts';
import { initializers } from '../initializers/index.ts';
import { optimizers } from '../optimizers/index.ts';
import type { Result } from '../report/result.ts';
import { RandomState } from '../util/random.ts';
import { didYouMean } from '../util/suggest.ts';
import { defineCommand } from './define.ts';
import { readData } from '../tasks/index.ts';
import { valuesOf } from '../options/spec.ts';
import { sharedOptions, trainOptions } from '../options/train.ts';
import { Search } from '../runs/search.ts';
import { resultJson, trialsTable, versusBest } from '../runs/trials.ts';
import { overlapOf, versusSentence } from '../runs/versus.ts';

/** What can be raced: the option it sets and the candidates. */
const races: Readonly<Record<string, { option: string; names: () => readonly string[] }>> = {
  optimizers: { option: 'optimizer', names: () => optimizers.names },
  activations: {
    option: 'activation',
    // Softmax is for outputs, the step function has no gradient.
    names: () =>
      activations.names.filter((name) => !['step', 'softmax', 'log-softmax', 'linear'].includes(name)),
  },
  initializers: {
    option: 'init',
    names: () => initializers.names.filter((name) => name !== 'ones'),
  },
};

export const compare = defineCommand({
  name: 'compare',
  about:
    'Trains the same network on the same rows with each optimizer, activation or initializer, side by side on all processors, and ranks them. Each optimizer runs at its own usual learning rate unless --learning-rate says otherwise. "models" holds each fifth of a table back in turn and compares networks of several kinds (RealMLP and TabM among them), the mean of five, logistic or ridge regression and the constant answer on the same rows, with a paired test. All other options are those of nn train.',
  arguments: [
    {
      name: 'what',
      summary: 'optimizers, activations, initializers or models',
      words: ['optimizers', 'activations', 'initializers', 'models'],
      required: true,
    },
    { name: 'data', summary: 'as nn train takes it', required: false },
  ],
  options: { ...sharedOptions, kFold: trainOptions.kFold, repeats: trainOptions.repeats },
  examples: [
    { command: 'nn compare optimizers iris.csv', says: 'which learns it best' },
    { command: 'nn compare activations spiral --epochs 200', says: "on the book's spiral" },
    { command: 'nn compare models iris.csv', says: 'networks and simpler models' },
  ],
  async run(context, { args: [what, argument], given }): Promise<Result> {
    if (what === 'models') {
      const { compareModels } = await import('../runs/compareModels.ts');
      const { comparedModels } = await import('../runs/comparedModels.ts');
      const shown = comparedModels(await compareModels(context, argument, given));
      return { ...shown, exitCode: context.clock.interrupt.requested ? 130 : 0 };
    }
    const race = races[what];
    if (!race) {
      throw usageError(`nothing to compare is called "${what}"`, {
        hint: didYouMean(what, [...Object.keys(races), 'models']),
      });
    }
    if ('kFold' in given || 'repeats' in given)
      throw usageError('--k-fold and --repeats are for nn compare models', {
        hint: `nn compare ${what} measures all on the same validation rows`,
      });
    const random = new RandomState(context.global.seed);
    const spec = { source: argument, options: given };
    const dataset = await readData(context, argument, random, valuesOf(spec));
    const search = new Search(context, spec, dataset, random.snapshot());
    const trials = race.names().map((name) => ({ trial: { [race.option]: name } }));
    const ranked = await search.round(trials, trials.length);
    const against = versusBest(ranked, overlapOf(dataset.preprocessing));
    const sentence = versusSentence(against);
    return {
      blocks: () => [
        trialsTable(ranked, [race.option], against),
        ...(sentence === undefined ? [] : [{ kind: 'text' as const, text: sentence }]),
      ],
      json: () => ranked.map((result, i) => resultJson(result, against[i])),
      exitCode: context.clock.interrupt.requested ? 130 : 0,
    };
  },
});

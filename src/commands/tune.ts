import { choice, integer, text, texts } from '../options/define.ts';
import type { OptionSpec, OptionSpecs } from '../options/define.ts';
import { trainGiven } from '../options/spec.ts';
import { sharedOptions, trainOptions } from '../options/train.ts';
import { tune as search } from '../runs/tune.ts';
import { tunedResult } from '../runs/tunedResult.ts';
import { defineCommand } from './define.ts';

const trainSpecs: OptionSpecs = trainOptions;

type Inherited = {
  readonly [K in keyof typeof sharedOptions]: (typeof sharedOptions)[K] extends { readonly tunable: true }
    ? OptionSpec<readonly string[]>
    : (typeof sharedOptions)[K];
};

/** The options of nn train; those that are searched take several values or a range. */
const inherited = Object.fromEntries(
  Object.entries<OptionSpec<unknown>>(sharedOptions).map(([name, spec]) => [
    name,
    spec.tunable
      ? texts(`${spec.summary.split(';')[0]}; values or a range`, {
          placeholder: 'values',
          group: 'Searched',
          words: spec.choices ?? spec.words,
          usual: spec.usual,
        })
      : spec,
  ]),
) as Inherited;

const options = {
  ...inherited,
  trials: integer('runs at most', { default: 30, min: 1, group: 'Search', usual: true }),
  search: choice(
    'which combinations are tried; grid: every one; random: drawn from the seed; halving: successive halving: many short runs, the best third continues',
    ['auto', 'grid', 'random', 'halving'],
    {
      default: 'auto',
      group: 'Search',
      usual: true,
    },
  ),
  folder: text('folder of the search instead of runs/tune-NAME-N; an existing one is resumed', {
    placeholder: 'folder',
    group: 'Search',
    usual: true,
  }),
};

export const tune = defineCommand({
  name: 'tune',
  interruptible: true,
  about:
    "Searches for the options that train best: runs one network for each combination, side by side on all processors, ranks them by the validation rows and keeps the best model. Options may be lists (--optimizer adam,sgd), ranges (--learning-rate 1e-4..1e-1:log, --batch-size 8..128:int) and, in layers, alternatives in braces, quoted for the shell (--layers 'auto,{16,64},auto'). All other options are those of nn train. With no such option it searches a usual space for two minutes: layers, learning rate, dropout, L2.\n\nThe same seed searches the same combinations with the same results. --folder resumes a search that was stopped.",
  arguments: [{ name: 'data', summary: 'as nn train takes it', required: false }],
  options,
  examples: [
    { command: 'nn tune iris.csv', says: 'layers, learning rate, dropout and L2, for two minutes at most' },
    {
      command: "nn tune iris.csv --learning-rate 1e-4..1e-1:log --layers 'auto,{16,64},auto' --trials 20",
      says: 'twenty at random',
    },
    { command: 'nn tune iris.csv --optimizer adam,sgd,rmsprop --dropout 0,0.2', says: 'every combination' },
    {
      command: 'nn tune wine.csv --learning-rate 1e-4..1:log --search halving --trials 27',
      says: 'successive halving: many short runs, the best third continues',
    },
  ],
  async run(context, { args: [source], options: o, given }) {
    const began = context.clock.now();
    const isSearched = (key: string) => trainSpecs[key]?.tunable === true;
    const own = Object.entries(trainGiven(given));
    const spec = { source, options: Object.fromEntries(own.filter(([key]) => !isSearched(key))) };
    const searched = Object.fromEntries(
      Object.keys(trainSpecs).flatMap((key) => {
        const texts = given[key];
        return isSearched(key) && Array.isArray(texts) ? [[key, texts]] : [];
      }),
    );
    const found = await search(context, { spec, searched, ...o });
    return tunedResult(found, context.clock.now() - began, context.clock.interrupt.requested);
  },
});

import { usageError } from '../../errors.ts';
import type { GivenOptions } from '../../options/spec.ts';
import { flagOf } from '../../util/flag.ts';

/** Options that say what --best is to find out, or that are for one network. */
const OTHERS = [
  ...(['layers', 'model', 'ensemble', 'epochs', 'earlyStopping', 'kFold', 'leaveOneOut', 'findLr'] as const),
  ...([
    'validation',
    'validationSplit',
    'watch',
    'prune',
    'stream',
    'nnfs',
    'histograms',
    'tensorboard',
  ] as const),
];

const hints: Partial<Record<(typeof OTHERS)[number], string>> = {
  layers: '--best finds the networks; to train one of your own leave out --best, or add --ensemble 5',
  model: '--best tries several models; nn train data.csv --model NAME --ensemble 5 trains one kind',
  ensemble: '--best decides how many networks there are',
  epochs: '--time-limit 60 bounds how long it takes',
  validation: '--best validates on folds of the rows; --test FILE measures the result on rows of your own',
  validationSplit: '--best validates on folds of the rows; --test-split 0.2 holds rows back for the end',
};

/** @throws NnError('usage') for options that do not go with --best */
export function checkBest({ best, ...given }: GivenOptions): void {
  if (best !== true) return;
  const found = OTHERS.find((name) => given[name] !== undefined && given[name] !== false);
  if (found === undefined) return;
  throw usageError(`--best and ${flagOf(found)} do not go together`, {
    hint: hints[found] ?? `${flagOf(found)} is for one network; leave out one of them`,
  });
}

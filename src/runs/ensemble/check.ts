import { usageError } from '../../errors.ts';
import type { TrainOptions } from '../../options/train.ts';
import { flagOf } from '../../util/flag.ts';

/** Options that ask for something of one network while or after it trains, or for several runs. */
const OTHERS = [
  ...(['kFold', 'leaveOneOut', 'findLr', 'watch', 'prune', 'stream', 'nnfs'] as const),
  ...(['histograms', 'tensorboard'] as const),
];

const hints: Partial<Record<(typeof OTHERS)[number], string>> = {
  kFold: 'an ensemble has folds of its own, and its figures are those of the rows held out',
  leaveOneOut: 'an ensemble has folds of its own, and its figures are those of the rows held out',
  findLr: 'find the rate first, then train: --learning-rate RATE --ensemble 5',
  stream: 'members are trained side by side, on rows in memory',
  nnfs: "the book's scripts train one network on all rows",
};

/** @throws NnError('usage') for options that an ensemble cannot have */
export function checkEnsemble(o: TrainOptions): void {
  if (o.ensemble === undefined) return;
  const found = OTHERS.find((name) => o[name] !== undefined && o[name] !== false);
  if (found === undefined) return;
  throw usageError(`--ensemble and ${flagOf(found)} do not go together`, {
    hint: hints[found] ?? `${flagOf(found)} is for one network; leave out one of them`,
  });
}

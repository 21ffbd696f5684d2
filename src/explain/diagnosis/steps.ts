import type { Remedy, RunFacts } from './define.ts';

/** Learning rates that are proposed lie between these. */
const LEAST_RATE = 1e-5;
const LARGEST_RATE = 1;
/** A step to another rate, or to more epochs. */
const FACTOR = 10;
const MOST_EPOCHS = 20_000;

/** A rate as an option has it. */
export const rateText = (value: number): string => String(Number(value.toPrecision(2)));

const within = (value: number) => Math.min(LARGEST_RATE, Math.max(LEAST_RATE, value));

/** A smaller rate; from far outside what makes sense, the usual one. */
export function slower({ learningRate, usualRate = 0.01 }: RunFacts): string | undefined {
  const next = learningRate > 10 * LARGEST_RATE ? usualRate : within(learningRate / FACTOR);
  return next < learningRate ? rateText(next) : undefined;
}

/** A larger rate, no further than three times the usual one. */
export function faster({ learningRate, usualRate = LARGEST_RATE }: RunFacts): string | undefined {
  const next = within(Math.min(learningRate * FACTOR, Math.max(3 * usualRate, 2 * learningRate)));
  return next > learningRate ? rateText(next) : undefined;
}

/**
 * More epochs: at least 20, so that a first look becomes a training, and never more than ten times as many.
 *
 * @param done epochs of the run
 */
export function longer(done: number): string | undefined {
  const next = Math.min(MOST_EPOCHS, done * FACTOR, Math.max(done * 4, 20));
  return next > done ? String(next) : undefined;
}

/** Inputs of one size, for a run that has left them as they are: with them the usual rate becomes possible. */
export function standardised({ standardized, learningRate, usualRate }: RunFacts): Remedy[] {
  if (standardized !== false) return [];
  const rate = usualRate !== undefined && learningRate < usualRate ? rateText(usualRate) : undefined;
  return [
    {
      sentence: `standardise inputs and target${rate === undefined ? '' : ', and learn at the usual rate'}`,
      patch: { standardize: true, ...(rate !== undefined && { learningRate: rate }) },
    },
  ];
}

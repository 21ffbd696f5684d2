import { number } from '../util/fields.ts';
import { defineSchedule } from './define.ts';

/** Smaller changes of the rate are not made. */
const LEAST_CHANGE = 1e-8;

interface PlateauState extends Readonly<Record<string, number | null>> {
  /** The rate now; null while it is still the learning rate. */
  readonly rate: number | null;
  /** The best score so far; null before the first epoch. */
  readonly best: number | null;
  /** Epochs since then. */
  readonly bad: number;
  /** Epochs left in which nothing counts as bad. */
  readonly cooldown: number;
}

const start: PlateauState = { rate: null, best: null, bad: 0, cooldown: 0 };

/** The rate falls when the watched score has not become better for more than `patience` epochs. */
export const plateau = defineSchedule({
  name: 'plateau',
  summary: 'times a factor when the validation score has not improved for a while',
  formula: 'lr·factor after patience epochs without a better score',
  source: "torch.optim.lr_scheduler.ReduceLROnPlateau(threshold_mode='rel')",
  example: 'plateau:factor=0.5,patience=10',
  per: 'epoch',
  parameters: {
    factor: number({ meaning: 'what is left after a fall', fallback: 0.1, above: 0, below: 1 }),
    patience: number({
      meaning: 'epochs without improvement before the rate falls',
      fallback: 10,
      integer: true,
      min: 0,
    }),
    threshold: number({ meaning: 'share by which a score must be better to count', fallback: 1e-4, min: 0 }),
    cooldown: number({
      meaning: 'epochs after a fall that do not count',
      fallback: 0,
      integer: true,
      min: 0,
    }),
    min: number({ meaning: 'the rate does not fall below it', fallback: 0, min: 0 }),
  },
  initial: start,
  rate: (base, _, __, { rate }) => rate ?? base,
  observe(state, { score, higherIsBetter, base }, { factor, patience, threshold, cooldown, min }) {
    const { best } = state;
    const better =
      best === null || (higherIsBetter ? score > best * (1 + threshold) : score < best * (1 - threshold));
    const cooling = state.cooldown > 0;
    const bad = better || cooling ? 0 : state.bad + 1;
    const next = {
      rate: state.rate,
      best: better ? score : best,
      bad,
      cooldown: cooling ? state.cooldown - 1 : 0,
    };
    if (bad <= patience) return next;
    const before = state.rate ?? base;
    const after = Math.max(before * factor, min);
    return { ...next, rate: before - after > LEAST_CHANGE ? after : state.rate, bad: 0, cooldown };
  },
});

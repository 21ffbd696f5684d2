import { NnError } from '../errors.ts';
import type { Part } from './part.ts';
import type { Setup, World } from './setup.ts';
import { Training } from './training.ts';

/** The loss at one learning rate of a range test, raw and smoothed. */
export interface RatePoint {
  readonly rate: number;
  readonly loss: number;
  readonly smoothed: number;
}

export interface RateTest {
  readonly points: readonly RatePoint[];
  /** Where the smoothed loss falls fastest: a good rate to train with; undefined when it never falls. */
  readonly suggested: number | undefined;
  /** Where the smoothed loss is least: too high a rate to train with. */
  readonly lowest: number;
}

/** Weight of the past in the running mean of the loss. */
const SMOOTHING = 0.9;
/** The test ends when the loss is this many times its least. */
const BLOWN_UP = 4;

/**
 * Learning-rate range test (Smith 2015, "Cyclical learning rates"): one run in which the rate grows by a
 * constant factor with every step, from `low` to `high`, and the loss is watched. Ends early when the loss
 * blows up.
 */
export function findLearningRate(
  setup: Setup,
  train: Part,
  world: World,
  { steps, low, high }: { steps: number; low: number; high: number },
): RateTest {
  const rate = (step: number) => low * (high / low) ** (step / (steps - 1));
  const training = new Training(setup, { train }, world, { rate });
  const points: RatePoint[] = [];
  let running = 0;
  let least = Infinity;
  try {
    for (let step = 0; step < steps; step++) {
      const loss = training.step();
      running = SMOOTHING * running + (1 - SMOOTHING) * loss;
      const smoothed = running / (1 - SMOOTHING ** (step + 1));
      points.push({ rate: rate(step), loss, smoothed });
      least = Math.min(least, smoothed);
      if (step > 10 && smoothed > BLOWN_UP * least) break;
    }
  } catch (error) {
    // A loss that is no number ends the test as a loss that is too large does.
    if (!(error instanceof NnError) || error.kind !== 'failed') throw error;
  }
  const lowestAt = points.findIndex(({ smoothed }) => smoothed === least);
  let steepest = 0;
  let suggested: number | undefined;
  // Slopes over a tenth of the test, up to the lowest loss.
  const reach = Math.max(1, Math.round(steps / 20));
  for (let i = reach; i + reach <= lowestAt; i++) {
    const slope = points[i + reach].smoothed - points[i - reach].smoothed;
    if (slope < steepest) {
      steepest = slope;
      suggested = points[i].rate;
    }
  }
  return { points, suggested, lowest: points[Math.max(0, lowestAt)]?.rate ?? low };
}

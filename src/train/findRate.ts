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

/** What a range test found; each rate is the one of a point. */
export interface RateTest {
  readonly points: readonly RatePoint[];
  /** Where the smoothed loss falls fastest: a good rate to train with; undefined when it hardly falls. */
  readonly suggested: number | undefined;
  /** Where the smoothed loss is least: usually too high a rate to train with. */
  readonly lowest: number;
  /**
   * The first rate above it at which the smoothed loss is four times its least, or the loss no finite number;
   * undefined when that never happens.
   */
  readonly diverges: number | undefined;
}

/** Weight of the past in the running mean of the loss. */
const SMOOTHING = 0.9;
/** The test ends when the loss is this many times its least. */
const BLOWN_UP = 4;
/** A loss that falls by less than this share says nothing about rates. */
const LEAST_FALL = 0.02;

/** The middle of the steepest part of the curve, over a tenth of the test, up to its lowest point. */
function steepest(points: readonly RatePoint[], steps: number, lowestAt: number): number | undefined {
  const [first] = points;
  const fell = 1 - points[lowestAt].smoothed / first.smoothed;
  if (!(fell >= LEAST_FALL)) return undefined;
  const reach = Math.max(1, Math.round(steps / 20));
  let steepest = 0;
  let found: number | undefined;
  for (let i = reach; i + reach <= lowestAt; i++) {
    const slope = points[i + reach].smoothed - points[i - reach].smoothed;
    if (slope < steepest) {
      steepest = slope;
      found = points[i].rate;
    }
  }
  return found;
}

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
  const { ema: _, ...own } = setup;
  const training = new Training(own, { train }, world, { rate });
  const points: RatePoint[] = [];
  let running = 0;
  let lowestAt = 0;
  let diverges: number | undefined;
  try {
    for (let step = 0; step < steps && diverges === undefined; step++) {
      const loss = training.step();
      running = SMOOTHING * running + (1 - SMOOTHING) * loss;
      const smoothed = running / (1 - SMOOTHING ** (step + 1));
      points.push({ rate: rate(step), loss, smoothed });
      if (smoothed < points[lowestAt].smoothed) lowestAt = step;
      if (step > 10 && smoothed > BLOWN_UP * points[lowestAt].smoothed) diverges = rate(step);
    }
  } catch (error) {
    // A loss that is no number ends the test as a loss that is too large does.
    if (!(error instanceof NnError) || error.kind !== 'failed') throw error;
    diverges = rate(points.length);
  }
  if (points.length === 0) return { points, suggested: undefined, lowest: low, diverges };
  return {
    points,
    suggested: steepest(points, steps, lowestAt),
    lowest: points[lowestAt].rate,
    diverges,
  };
}

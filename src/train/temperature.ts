import { minOf } from '../util/extremes.ts';

/** Values of 1 / T are looked for between 1 / 20 and 20. */
const MOST = 20;
/** Beyond 1 the prior is not convex and there may be two minima: these values tell which one is deeper. */
const TRIED = [1, MOST ** (1 / 3), MOST ** (2 / 3), MOST];
const FLOOR = 1e-12;

/** Logarithms of the probabilities of a row over that of its most probable class, and that of its true one. */
interface Answers {
  readonly logs: Float64Array;
  readonly truths: Float64Array;
  readonly width: number;
}

function answersOf(probabilities: ArrayLike<number>, classes: ArrayLike<number>, width: number): Answers {
  const logs = new Float64Array(probabilities.length);
  for (let i = 0; i < logs.length; i++) logs[i] = Math.log(Math.max(probabilities[i], FLOOR));
  const truths = new Float64Array(logs.length / width);
  for (let row = 0; row < truths.length; row++) {
    const at = row * width;
    let most = -Infinity;
    for (let c = at; c < at + width; c++) most = Math.max(most, logs[c]);
    for (let c = at; c < at + width; c++) logs[c] -= most;
    truths[row] = logs[at + classes[row]];
  }
  return { logs, truths, width };
}

/** Mean −log of the probability that softmax(logs · s) gives the true class of each row. */
function lossAt({ logs, truths, width }: Answers, s: number): number {
  let sum = 0;
  for (let row = 0, c = 0; row < truths.length; row++) {
    let total = 0;
    for (const end = c + width; c < end; c++) total += Math.exp(logs[c] * s);
    sum += Math.log(total) - truths[row] * s;
  }
  return sum / truths.length;
}

/**
 * First and second derivative of that loss: the mean of what is expected of the logarithms less that of the true
 * class, and their mean variance.
 */
function slopeAt({ logs, truths, width }: Answers, s: number): readonly [slope: number, bend: number] {
  let slope = 0;
  let bend = 0;
  for (let row = 0, c = 0; row < truths.length; row++) {
    let total = 0;
    let first = 0;
    let second = 0;
    for (const end = c + width; c < end; c++) {
      const share = Math.exp(logs[c] * s);
      total += share;
      const part = share * logs[c];
      first += part;
      second += part * logs[c];
    }
    const mean = first / total;
    slope += mean - truths[row];
    bend += second / total - mean * mean;
  }
  return [slope / truths.length, bend / truths.length];
}

/** Standard deviation of log T before anything is known. */
const SPREAD = 0.5;
/** So near the minimum counts as there, relative to s; Newton's method doubles the digits with every step. */
const NEAR = 1e-7;

/**
 * The temperature T at which softmax(log p / T) has the least log loss (Guo et al. 2017): above 1 where the
 * probabilities were too sure. A normal prior of log T around 0 counts as half of (log T / 0.5)² of a row's loss:
 * where a few rows are all answered rightly, the loss alone would make every probability 0 or 1. The slope at T = 1
 * says on which side the minimum lies. Newton's method over s = 1 / T finds it, with a bisection wherever it would
 * leave the interval; four digits are kept.
 *
 * @param probabilities [rows × width]
 * @param classes index of the true class of each row
 */
export function bestTemperature(
  probabilities: ArrayLike<number>,
  classes: ArrayLike<number>,
  width: number,
): { readonly temperature: number; readonly before: number; readonly after: number } {
  const answers = answersOf(probabilities, classes, width);
  const weight = 1 / (answers.truths.length * SPREAD ** 2);
  const before = lossAt(answers, 1);
  let [slope, bend] = slopeAt(answers, 1);
  let s = 1;
  let [low, high] = [1 / MOST, 1];
  if (slope < 0) {
    const whole = TRIED.map(
      (at) => (at === 1 ? before : lossAt(answers, at)) + (weight * Math.log(at) ** 2) / 2,
    );
    const best = whole.indexOf(minOf(whole));
    s = TRIED[best];
    [low, high] = [TRIED[Math.max(best - 1, 0)], TRIED[Math.min(best + 1, TRIED.length - 1)]];
    if (best > 0) [slope, bend] = slopeAt(answers, s);
  }
  while (high - low > NEAR * high) {
    const down = slope + (weight * Math.log(s)) / s;
    if (down <= 0) low = s;
    if (down >= 0) high = s;
    const step = down / (bend + (weight * (1 - Math.log(s))) / s ** 2);
    const next = s - step;
    const inside = next > low && next < high;
    if (inside && Math.abs(step) <= NEAR * s) break;
    s = inside ? next : (low + high) / 2;
    [slope, bend] = slopeAt(answers, s);
  }
  const temperature = Number((1 / s).toPrecision(4));
  return { temperature, before, after: lossAt(answers, 1 / temperature) };
}

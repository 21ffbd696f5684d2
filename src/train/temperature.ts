/** Temperatures that are looked through. */
const [LEAST, MOST] = [0.05, 20];
const FLOOR = 1e-12;

/** Mean −log of the probability that softmax(log p · s) gives the true class of each row. */
function lossAt(logs: Float64Array, classes: ArrayLike<number>, width: number, s: number): number {
  let sum = 0;
  const rows = logs.length / width;
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    let most = -Infinity;
    for (let c = 0; c < width; c++) most = Math.max(most, logs[at + c] * s);
    let total = 0;
    for (let c = 0; c < width; c++) total += Math.exp(logs[at + c] * s - most);
    sum += Math.log(total) + most - logs[at + classes[row]] * s;
  }
  return sum / rows;
}

/** Standard deviation of log T before anything is known. */
const SPREAD = 0.5;

/**
 * The temperature T at which softmax(log p / T) has the least log loss (Guo et al. 2017): above 1 where the
 * probabilities were too sure. A normal prior of log T around 0 counts as half of (log T / 0.5)² of a row's loss:
 * where a few rows are all answered rightly, the loss alone would make every probability 0 or 1. A golden-section
 * search over 1 / T finds the minimum; four digits of it are kept.
 *
 * @param probabilities [rows × width]
 * @param classes index of the true class of each row
 */
export function bestTemperature(
  probabilities: ArrayLike<number>,
  classes: ArrayLike<number>,
  width: number,
): { readonly temperature: number; readonly before: number; readonly after: number } {
  const logs = Float64Array.from(probabilities, (p) => Math.log(Math.max(p, FLOOR)));
  const rows = logs.length / width;
  const lossOf = (s: number) => lossAt(logs, classes, width, s);
  const loss = (s: number) => lossOf(s) + (Math.log(s) / SPREAD) ** 2 / (2 * rows);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [1 / MOST, 1 / LEAST];
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [lossA, lossB] = [loss(a), loss(b)];
  while (high - low > 1e-7 * high) {
    if (lossA <= lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - ratio * (high - low);
      lossA = loss(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + ratio * (high - low);
      lossB = loss(b);
    }
  }
  const temperature = Number((2 / (low + high)).toPrecision(4));
  return { temperature, before: lossOf(1), after: lossOf(1 / temperature) };
}

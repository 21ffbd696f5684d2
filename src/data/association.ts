/**
 * The same values as shares of the largest, where sums of their squares would be no numbers any more (or all
 * zero); the values themselves elsewhere.
 */
function measurable(values: ArrayLike<number>): ArrayLike<number> {
  let most = 0;
  for (let i = 0; i < values.length; i++)
    if (!Number.isNaN(values[i])) most = Math.max(most, Math.abs(values[i]));
  const ordinary = most === 0 || (most < 1e70 && most > 1e-70);
  return ordinary ? values : Float64Array.from(values, (value) => value / most);
}

/** Pearson's correlation of two lists, over places where both have a value; NaN is none. 0 where one does not vary. */
export function correlation(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [a, b] = [measurable(first), measurable(second)];
  let n = 0;
  let meanA = 0;
  let meanB = 0;
  let spreadA = 0;
  let spreadB = 0;
  let together = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue;
    n++;
    const stepA = a[i] - meanA;
    const stepB = b[i] - meanB;
    meanA += stepA / n;
    meanB += stepB / n;
    spreadA += stepA * (a[i] - meanA);
    spreadB += stepB * (b[i] - meanB);
    together += stepA * (b[i] - meanB);
  }
  return spreadA > 0 && spreadB > 0 ? together / Math.sqrt(spreadA * spreadB) : 0;
}

/**
 * Correlation ratio η (Fisher): how much of the spread of values lies between groups; 1 when each group has
 * one value.
 *
 * @param given values; NaN is none
 * @param groups of each value, −1 for none
 */
export function correlationRatio(given: ArrayLike<number>, groups: Int32Array, count: number): number {
  const values = measurable(given);
  const sums = new Float64Array(count);
  const counts = new Int32Array(count);
  let total = 0;
  let n = 0;
  groups.forEach((group, i) => {
    if (group < 0 || Number.isNaN(values[i])) return;
    sums[group] += values[i];
    counts[group]++;
    total += values[i];
    n++;
  });
  let within = 0;
  let all = 0;
  groups.forEach((group, i) => {
    if (group < 0 || Number.isNaN(values[i])) return;
    within += (values[i] - sums[group] / counts[group]) ** 2;
    all += (values[i] - total / n) ** 2;
  });
  return all > 0 ? Math.sqrt(Math.max(0, 1 - within / all)) : 0;
}

/**
 * Cramér's V of two groupings: 0 where they are independent, 1 where one follows from the other.
 *
 * @param a groups, −1 for none, `b` likewise
 */
export function cramersV(a: Int32Array, countA: number, b: Int32Array, countB: number): number {
  const cells = new Float64Array(countA * countB);
  const rows = new Float64Array(countA);
  const columns = new Float64Array(countB);
  let n = 0;
  a.forEach((group, i) => {
    if (group < 0 || b[i] < 0) return;
    cells[group * countB + b[i]]++;
    rows[group]++;
    columns[b[i]]++;
    n++;
  });
  let chi = 0;
  cells.forEach((observed, i) => {
    const expected = (rows[Math.floor(i / countB)] * columns[i % countB]) / n;
    if (expected > 0) chi += (observed - expected) ** 2 / expected;
  });
  const present = (counts: Float64Array) => counts.reduce((sum, one) => sum + Number(one > 0), 0);
  const least = Math.min(present(rows), present(columns)) - 1;
  return least > 0 && n > 0 ? Math.sqrt(chi / (n * least)) : 0;
}

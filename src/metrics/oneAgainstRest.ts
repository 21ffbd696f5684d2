import { actualTotals, confusionMatrix } from './confusion.ts';
import { scored, unscored } from './define.ts';
import type { ClassSample, Score } from './define.ts';
import { areaUnderRoc, averagePrecisionOf, rankingOf } from './ranking.ts';
import { listed } from './sums.ts';

/** Measures of the ranking that the probability of a class gives. */
export interface Areas {
  readonly roc: number;
  readonly precisionRecall: number;
}

/** Sorting is the work; the areas under both curves and all their means come from one sorting of a class. */
const known = new WeakMap<ClassSample, Map<number, Areas | string>>();

/** Both areas for the rows of one class against all others, or why there are none. */
function areasOf(sample: ClassSample, probabilities: ArrayLike<number>, c: number): Areas | string {
  const { actual, classes, weights } = sample;
  const areas = known.get(sample) ?? new Map<number, Areas | string>();
  known.set(sample, areas);
  const found = areas.get(c);
  if (found !== undefined) return found;
  const sides = rowsOfSides(actual, c);
  const width = classes.length;
  const ranking = rankingOf(sides.own, sides.other, (i) => probabilities[i * width + c], weights);
  let made: Areas | string;
  if (ranking.positives.total === 0) made = `no row of "${classes[c]}"`;
  else if (ranking.negatives.total === 0) made = `every row is of "${classes[c]}"`;
  else made = { roc: areaUnderRoc(ranking), precisionRecall: averagePrecisionOf(ranking) };
  areas.set(c, made);
  return made;
}

function rowsOfSides(actual: Int32Array, c: number): { own: Int32Array; other: Int32Array } {
  const own = new Int32Array(actual.length);
  const other = new Int32Array(actual.length);
  let owned = 0;
  let others = 0;
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === c) own[owned++] = i;
    else other[others++] = i;
  }
  return { own: own.subarray(0, owned), other: other.subarray(0, others) };
}

/** One area of one class against the rest. */
export function ofClass(
  sample: ClassSample,
  probabilities: ArrayLike<number>,
  c: number,
  area: keyof Areas,
): Score {
  const areas = areasOf(sample, probabilities, c);
  return typeof areas === 'string' ? unscored(areas) : scored(areas[area]);
}

/**
 * Two classes: the area of the second one. More: the mean over the classes that have rows, each counting the
 * same or by its rows.
 */
export function overClasses(
  sample: ClassSample,
  probabilities: ArrayLike<number>,
  area: keyof Areas,
  weighted: boolean,
): Score {
  const { classes } = sample;
  if (classes.length === 2) return ofClass(sample, probabilities, 1, area);
  const supports = actualTotals(confusionMatrix(sample));
  const there = supports.flatMap((support, c) => (support > 0 ? [c] : []));
  if (there.length === 1) return unscored(`every row is of "${classes[there[0]]}"`);
  let sum = 0;
  let total = 0;
  for (const c of there) {
    const weight = weighted ? supports[c] : 1;
    sum += weight * (ofClass(sample, probabilities, c, area).value ?? 0);
    total += weight;
  }
  const absent = classes.filter((_, c) => supports[c] === 0);
  return scored(sum / total, absent.length > 0 ? `no row of ${listed(absent)}: left out` : undefined);
}

import { formatRanges, rangesOf } from '../util/ranges.ts';
import { widthOf } from './featureEncoding.ts';
import type { FeatureEncoding } from './featureEncoding.ts';
import type { Preprocessing } from './preprocessing.ts';

/** Columns with more categories than this have a learned vector for each in `embed`, as in RealMLP. */
export const MOST_ONE_HOT = 8;

/** Which inputs of a feature are numbers that vary without steps, counted from its first. */
function numbersOf(feature: FeatureEncoding): number[] {
  if (feature.kind === 'number' || feature.kind === 'derived') return [0];
  if (feature.kind !== 'date') return [];
  let at = 0;
  return feature.parts.flatMap((part) => {
    const own = at;
    at += widthOf({ ...feature, parts: [part] });
    return part.of === 'days' || part.of === 'year' ? [own] : [];
  });
}

/** Which inputs are numbers, and which ones a column of many categories each, as the layer `embed` takes it. */
export function inputColumns({ features }: Pick<Preprocessing, 'features'>) {
  const numbers: number[] = [];
  const categories: { first: number; count: number }[] = [];
  let first = 0;
  for (const feature of features) {
    const count = widthOf(feature);
    if (feature.kind === 'category' && feature.categories.length > MOST_ONE_HOT)
      categories.push({ first, count });
    for (const at of numbersOf(feature)) numbers.push(first + at);
    first += count;
  }
  return { numbers: formatRanges(rangesOf(numbers)), categories: formatRanges(categories) };
}

import { usageError } from '../../errors.ts';
import { parseRanges, rangesOf } from '../../util/ranges.ts';
import type { Range } from '../../util/ranges.ts';

/** Which inputs are embedded, and in what order the outputs stand: numbers, what passes, categories. */
export interface Places {
  readonly numbers: readonly Range[];
  /** Inputs that stay as they are. */
  readonly passed: readonly Range[];
  /** The inputs of one column of categories each. */
  readonly categories: readonly Range[];
  /** How many numbers, passed inputs, and inputs of categories there are. */
  readonly c: number;
  readonly p: number;
  readonly q: number;
}

const total = (ranges: readonly Range[]) => ranges.reduce((sum, { count }) => sum + count, 0);

/**
 * The places of k inputs.
 *
 * @param numbers ranges as a text; without one all inputs that are no categories
 * @throws NnError('usage') where they leave the inputs or overlap
 */
export function placesOf(numbers: string, categories: string, k: number): Places {
  const [given, groups] = [parseRanges(numbers) ?? [], parseRanges(categories) ?? []];
  const kinds = Array.from<'number' | 'category' | undefined>({ length: k });
  const mark = (ranges: readonly Range[], kind: 'number' | 'category') => {
    for (const { first, count } of ranges)
      for (let at = first; at < first + count; at++) {
        if (at >= k) throw usageError(`input ${at} is embedded, and there are ${k}, counted from 0`);
        if (kinds[at] !== undefined) throw usageError(`input ${at} is in numbers and in categories`);
        kinds[at] = kind;
      }
  };
  mark(groups, 'category');
  mark(given, 'number');
  const where = (kind: 'number' | undefined) =>
    rangesOf(kinds.flatMap((found, at) => (found === kind ? [at] : [])));
  const [wanted, passed] = numbers === '' ? [where(undefined), []] : [where('number'), where(undefined)];
  return {
    ...{ numbers: wanted, passed, categories: groups },
    ...{ c: total(wanted), p: total(passed), q: total(groups) },
  };
}

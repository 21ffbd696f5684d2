import type { FeatureEncoding } from './featureEncoding.ts';
import { categoryIndex } from './reading/fold.ts';
import { MOST_ONE_HOT } from './inputColumns.ts';
import { robustScaling } from './robust.ts';
import { signOf } from './signs.ts';
import { textAt } from './table.ts';
import type { Column, Table } from './table.ts';

type Category = FeatureEncoding & { kind: 'category' };

/**
 * How RealMLP scales categories: one of two is +1, the other −1, and up to eight are inputs of 1 and 0; these
 * are scaled as numbers are. More categories stay 1 and 0, with an input for those that training did not see.
 *
 * @param rows those that are learned from
 */
export function robustCategory(table: Table, column: Column, found: Category, rows: Int32Array): Category {
  const { categories } = found;
  if (categories.length > MOST_ONE_HOT) return { ...found, others: true };
  const placeOf = categoryIndex(categories);
  const places = Array.from(rows, (row) => {
    const text = textAt(column, row);
    return text === undefined ? undefined : placeOf(text);
  });
  const signed = categories.length === 2;
  const all = Int32Array.from(rows, (_, i) => i);
  const scaled = (signed ? [0] : categories.map((_, at) => at)).map((at) =>
    robustScaling(
      places.map((place) => (signed ? signOf(place) : Number(place === at))),
      all,
    ),
  );
  return { ...found, ...(signed && { signed }), scaled };
}

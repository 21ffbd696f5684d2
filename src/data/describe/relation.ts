import { correlation, correlationRatio, cramersV } from '../association.ts';
import { readDates } from '../dateParts.ts';
import type { ColumnReading } from '../reading/define.ts';
import { looksLikeClasses } from '../target.ts';
import type { Column, Table } from '../table.ts';

/**
 * How strongly a column and the target go together: Pearson's r of two columns of numbers (dates are numbers
 * too), the correlation ratio η of numbers and categories, Cramér's V of two columns of categories.
 */
export interface Relation {
  readonly measure: 'r' | 'η' | 'V';
  /** −1 … 1 for r, else 0 … 1. */
  readonly value: number;
}

/** A column as numbers, or as groups with −1 for none. */
type Side = { readonly values: ArrayLike<number> } | { readonly groups: Int32Array; readonly count: number };

function sideOf(column: Column, reading: ColumnReading | undefined, asClasses: boolean): Side {
  if (column.kind === 'category') {
    const { codes, categories } = column;
    if (reading?.kind !== 'date') return { groups: codes, count: categories.length };
    const dates = readDates(reading.format, categories);
    return { values: Float64Array.from(codes, (code) => (code < 0 ? NaN : dates[code])) };
  }
  if (!asClasses) return { values: column.values };
  const known = new Map<number, number>();
  const groups = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const group = known.get(value) ?? known.size;
    known.set(value, group);
    return group;
  });
  return { groups, count: known.size };
}

/** Groups that are too many for their rows say nothing. */
const tooMany = (count: number, rows: number) => count < 2 || count > rows / 2;

/** The relation of a column to the target; undefined where there is nothing to compare. */
export function relationTo(table: Table, column: Column, target: Column): Relation | undefined {
  const a = sideOf(column, table.readings?.get(column.name), false);
  const b = sideOf(target, table.readings?.get(target.name), looksLikeClasses(target));
  if (('count' in a && tooMany(a.count, table.rows)) || ('count' in b && tooMany(b.count, table.rows)))
    return undefined;
  if ('values' in a && 'values' in b) return { measure: 'r', value: correlation(a.values, b.values) };
  if ('values' in a && 'groups' in b)
    return { measure: 'η', value: correlationRatio(a.values, b.groups, b.count) };
  if ('groups' in a && 'values' in b)
    return { measure: 'η', value: correlationRatio(b.values, a.groups, a.count) };
  if ('groups' in a && 'groups' in b)
    return { measure: 'V', value: cramersV(a.groups, a.count, b.groups, b.count) };
  return undefined;
}

import type { CategoryColumn, NumberColumn } from '../table.ts';
import { numberReader } from './notation.ts';
import type { NumberNotation } from './define.ts';

/** A column of texts as numbers; a text that is none is missing and stands in `unread`. */
export interface ReadNumbers {
  readonly column: NumberColumn;
  /** Rows whose text is no number. */
  readonly unread: readonly number[];
}

/** The numbers of a column of texts in a notation; each text is read once. */
export function readNumbers(column: CategoryColumn, notation: NumberNotation): ReadNumbers {
  const { name, codes, categories } = column;
  const known = Float64Array.from(categories, numberReader(notation));
  const values = new Float64Array(codes.length);
  const unread: number[] = [];
  let missing = 0;
  let integral = true;
  codes.forEach((code, row) => {
    const value = code < 0 ? NaN : known[code];
    values[row] = value;
    if (!Number.isNaN(value)) integral &&= Number.isInteger(value);
    else {
      missing++;
      if (code >= 0) unread.push(row);
    }
  });
  integral &&= missing < codes.length;
  return { column: { kind: 'number', name, values, missing, integral }, unread };
}

/** The same numbers with their texts beside them: `5.0` is another label than `5`. */
export const withSpelling = (numbers: NumberColumn, { codes, categories }: CategoryColumn): NumberColumn => ({
  ...numbers,
  spelled: { codes, categories },
});

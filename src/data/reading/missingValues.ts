import type { CategoryColumn, Column, NumberColumn } from '../table.ts';
import { absentAmong, withAbsent } from './absent.ts';
import { isMissingSign, isMissingText, signsAreValues } from './missing.ts';

/** Whether the user says that a text stands for "no value" (`-999` is `-999.0` too). */
function isDeclared(text: string, declared: readonly string[]): boolean {
  const trimmed = text.trim();
  return declared.some(
    (word) => word === trimmed || (word !== '' && trimmed !== '' && Number(word) === Number(trimmed)),
  );
}

/** Whether a text stands for "no value", by itself or because the user says so. */
function isMissing(text: string, declared: readonly string[], signsCount: boolean): boolean {
  if (isMissingText(text)) return !(signsCount && isMissingSign(text));
  return isDeclared(text, declared);
}

function categoriesWithout(
  column: CategoryColumn,
  declared: readonly string[],
  asItStands: boolean,
): CategoryColumn {
  const { categories } = column;
  const others = categories.filter((text) => !isMissingSign(text));
  const signsCount = others.length < categories.length && signsAreValues(others);
  const places = new Int32Array(categories.length);
  const names: string[] = [];
  categories.forEach((text, code) => {
    const missing = asItStands
      ? text.trim() === '' || isDeclared(text, declared)
      : isMissing(text, declared, signsCount);
    places[code] = missing ? -1 : names.push(text) - 1;
  });
  if (names.length === categories.length) return column;
  const codes = column.codes.map((code) => (code < 0 ? -1 : places[code]));
  const taken = asItStands
    ? undefined
    : absentAmong(
        Array.from(column.codes).flatMap((code, row) =>
          codes[row] < 0 && code >= 0 ? categories[code] : [],
        ),
      );
  return {
    ...withAbsent(column, taken),
    codes,
    categories: names,
    missing: codes.reduce((n, code) => n + Number(code < 0), 0),
  };
}

function numbersWithout(column: NumberColumn, declared: readonly string[]): NumberColumn {
  const absent = new Set(declared.filter((word) => word !== '').map(Number));
  const { values } = column;
  if (column.pixels || !values.some((value) => absent.has(value) && !Number.isNaN(value))) return column;
  const kept = Float64Array.from(values, (value) => (absent.has(value) ? NaN : value));
  const missing = kept.reduce((n, value) => n + Number(Number.isNaN(value)), 0);
  return { ...column, values: kept, missing };
}

/**
 * The column with every spelling of "no value" missing.
 *
 * @param declared further texts and numbers that the user says are missing
 * @param asItStands of texts, only empty ones and these are missing: NA is a category
 */
export function withoutMissing(column: Column, declared: readonly string[] = [], asItStands = false): Column {
  if (column.kind === 'category') return categoriesWithout(column, declared, asItStands);
  return declared.length > 0 ? numbersWithout(column, declared) : column;
}

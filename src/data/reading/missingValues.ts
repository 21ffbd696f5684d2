import type { CategoryColumn, Column, NumberColumn } from '../table.ts';
import { isMissingSign, isMissingText, signsAreValues } from './missing.ts';

/** Whether a text stands for "no value": by itself, or because the user says so (`-999` is `-999.0` too). */
function isMissing(text: string, declared: readonly string[], signsCount: boolean): boolean {
  if (isMissingText(text)) return !(signsCount && isMissingSign(text));
  const trimmed = text.trim();
  return declared.some(
    (word) => word === trimmed || (word !== '' && trimmed !== '' && Number(word) === Number(trimmed)),
  );
}

function categoriesWithout(column: CategoryColumn, declared: readonly string[]): CategoryColumn {
  const { categories } = column;
  const others = categories.filter((text) => !isMissingSign(text));
  const signsCount = others.length < categories.length && signsAreValues(others);
  const places = new Int32Array(categories.length);
  const names: string[] = [];
  categories.forEach((text, code) => {
    places[code] = isMissing(text, declared, signsCount) ? -1 : names.push(text) - 1;
  });
  if (names.length === categories.length) return column;
  const codes = column.codes.map((code) => (code < 0 ? -1 : places[code]));
  return {
    ...column,
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
 */
export function withoutMissing(column: Column, declared: readonly string[] = []): Column {
  if (column.kind === 'category') return categoriesWithout(column, declared);
  return declared.length > 0 ? numbersWithout(column, declared) : column;
}

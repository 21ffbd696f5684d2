import { encodeFeatures } from './preprocessing.ts';
import type { Preprocessing } from './preprocessing.ts';
import { textAt } from './table.ts';
import type { Column, Table } from './table.ts';
import { UnknownTexts } from './tolerance.ts';

/** Every value of a column once. */
function distinct(column: Column): Column {
  if (column.kind === 'category')
    return { ...column, codes: Int32Array.from(column.categories, (_, code) => code), missing: 0 };
  return { ...column, values: Float64Array.from(new Set(column.values)) };
}

/** The texts in a column that a feature of categories does not know. */
function unknownTo(
  preprocessing: Preprocessing,
  feature: Preprocessing['features'][number],
  column: Column,
  source: string,
): Set<string> {
  const found = new Set<string>();
  const once = distinct(column);
  const rows = once.kind === 'category' ? once.codes.length : once.values.length;
  const alone = { ...preprocessing, features: [feature] };
  const tolerance = { unknown: (_: string, text: string) => void found.add(text) };
  encodeFeatures(alone, { columns: [once], rows, source }, undefined, undefined, tolerance);
  return found;
}

/**
 * Tells of the categories in a table that a model did not see in training; they are encoded as unknown.
 *
 * @param note receives a line for each column that has some
 */
export function tellUnknown(preprocessing: Preprocessing, table: Table, note: (line: string) => void): void {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const texts = new UnknownTexts();
  for (const feature of preprocessing.features) {
    const column = columns.get(feature.name);
    if (!column || (feature.kind !== 'category' && feature.kind !== 'boolean')) continue;
    const unknown = unknownTo(preprocessing, feature, column, table.source);
    for (let row = 0; unknown.size > 0 && row < table.rows; row++) {
      const text = textAt(column, row);
      if (text !== undefined && unknown.has(text)) texts.add(column.name, text);
    }
  }
  for (const line of texts.lines(['column', 'category', 'categories'], 'treated as unknown')) note(line);
}

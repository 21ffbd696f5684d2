import { tableFromGenerated, toTable } from '../data/convert.ts';
import { generators } from '../data/generators/index.ts';
import { columnNamed } from '../data/columns.ts';
import { encodeFeatures, encodeTarget, inputWidth, rowsWithTarget } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import { load } from '../formats/load.ts';
import type { Part } from '../train/request.ts';
import { withLabels } from './labels.ts';
import type { RandomState } from '../util/random.ts';
import type { Context } from '../host/context.ts';

const standardSizes: Readonly<Record<string, readonly number[]>> = { sine: [1000], friedman: [500] };

/** The book's data set of this name, or the rows of a file or pipe. */
export async function openTable(
  context: Context,
  argument: string | undefined,
  random: RandomState,
  { labels, image }: { labels?: string | undefined; image?: readonly number[] | undefined } = {},
) {
  const generator = generators.find(argument);
  if (generator && argument !== undefined && !(await context.files.exists(argument))) {
    const sizes = standardSizes[generator.name] ?? [100, 3];
    const generated = generator.generate(random, {
      sizes: sizes.slice(0, generator.parameters.length),
      noise: generator.noise ?? 0,
      dtype: context.global.dtype,
    });
    return { table: tableFromGenerated(generated, argument), name: argument, digest: undefined };
  }
  const source = await context.files.open(argument, { digest: true });
  const { inputFormat, header } = context.global;
  const loaded = await load(source, {
    inputFormat,
    ...(header !== undefined && { header }),
    ...(image && { image }),
  });
  const table = toTable(loaded);
  const name = source.baseName.replace(/\.[^.]*$/, '');
  return {
    table: labels === undefined ? table : await withLabels(context, table, labels),
    name,
    digest: source.digest?.(),
  };
}

/** The weight of every row from a column. Throws an input error where it is missing, negative or a text. */
export function sampleWeights(table: Table, name: string): Float64Array {
  const column = columnNamed(table, name);
  const values = column.kind === 'number' ? column.values : undefined;
  const bad = values ? values.findIndex((value) => !(value >= 0 && value < Infinity)) : 0;
  if (values && bad < 0) return Float64Array.from(values);
  const found = values ? (Number.isNaN(values[bad]) ? 'nothing' : String(values[bad])) : 'a text';
  throw inputError(`column "${name}": expected a weight of at least 0, found ${found}`, {
    where: { source: table.source, ...table.placeOf?.(bad, name) },
    hint: 'a row with weight 2 counts as two rows, one with weight 0 not at all',
  });
}

/**
 * Some rows of a table as inputs and targets.
 *
 * @param weights of all rows of the table
 */
export function encodePart(
  preprocessing: Preprocessing,
  table: Table,
  dtype: 'float32' | 'float64',
  weights?: Float64Array,
): (rows: Int32Array) => Part {
  const width = inputWidth(preprocessing);
  const encoded = encodeTarget(preprocessing, table);
  return (rows) => {
    const size = rows.length * width;
    const x = dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
    encodeFeatures(preprocessing, table, x, rows);
    const target =
      encoded instanceof Int32Array
        ? Int32Array.from(rows, (row) => encoded[row])
        : Float64Array.from(rows, (row) => encoded[row]);
    const own = weights && Float64Array.from(rows, (row) => weights[row]);
    return { x, target, rows: rows.length, ...(own && { weights: own }) };
  };
}

/** Rows that can be learned from, with a note on the others. */
export function usableRows(context: Context, preprocessing: Preprocessing, table: Table): Int32Array {
  const rows = rowsWithTarget(preprocessing, table);
  const dropped = table.rows - rows.length;
  if (dropped > 0) context.screen.note(`${dropped} rows without a target are left out`);
  return rows;
}

import { encodeFeatures } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import { load } from '../formats/load.ts';
import type { Context } from '../host/context.ts';
import { numberAt } from '../tensor/dtype.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { KnownRows } from './network.ts';
import { readOptions } from './readOptions.ts';
import { readTable } from './openTable.ts';
import { counted } from '../util/plural.ts';

/** Rows of numbers as a network takes them. */
export interface InputRows {
  /** [rows × inputs] */
  readonly x: Float32Array | Float64Array;
  readonly rows: number;
  /** Where they came from, for people. */
  readonly source: string;
  /** One row that was given as such, [n], not as a matrix of one row: its answer is a vector too. */
  readonly single?: true;
  /** Names of the columns, those of the inputs first; absent where they have none. */
  readonly names?: readonly string[];
}

/** Rows as they were given: an array without names, or a table. */
export type GivenRows =
  | { readonly kind: 'array'; readonly source: string; readonly tensor: Tensor }
  | { readonly kind: 'table'; readonly source: string; readonly table: Table };

/**
 * Rows as an argument spells them out, or of a file or pipe.
 *
 * @throws NnError('input')
 */
export async function openRows(
  { files, global }: Pick<Context, 'files' | 'global'>,
  argument: string | undefined,
): Promise<GivenRows> {
  const opened = await files.open(argument, { position: 1 });
  const loaded = await load(opened, readOptions(global));
  if (loaded.kind === 'table') return { kind: 'table', source: loaded.table.source, table: loaded.table };
  if (loaded.kind === 'array')
    return { kind: 'array', source: opened.spelled ? 'array' : loaded.source, tensor: loaded.tensor };
  throw inputError('found a file of named tensors, expected rows of numbers', {
    where: { source: loaded.source },
    hint: 'this looks like a model; data comes as CSV, JSON, NPY or IDX',
  });
}

/** What rows say about the network that they are for: the shape of one, and where all their numbers are inputs of all. */
export function shapesOf(given: GivenRows): Pick<KnownRows, 'input' | 'rows'> {
  if (given.kind === 'table') {
    const { shape, columns } = given.table;
    return { input: shape ?? [columns.length] };
  }
  const { shape } = given.tensor;
  if (shape.length < 2) return { input: [sizeOf(shape)], rows: [sizeOf(shape)] };
  const input = shape.slice(1);
  return { input, rows: [shape[0], sizeOf(input)] };
}

/**
 * The first columns of a table, one for each input.
 *
 * @throws NnError('input') when they are too few, or texts
 */
function firstColumns({ columns, rows, source }: Table, inputs: number): Float64Array {
  if (columns.length < inputs) {
    throw inputError(
      `found ${counted(columns.length, 'column')}, but the network takes ${counted(inputs, 'input')}`,
      {
        where: { source },
        hint: `begin --layers with ${columns.length}`,
      },
    );
  }
  const x = new Float64Array(rows * inputs);
  columns.slice(0, inputs).forEach((column, c) => {
    if (column.kind === 'category')
      throw inputError(`column "${column.name}": expected numbers, found "${column.categories[0]}"`, {
        where: { source },
      });
    for (let row = 0; row < rows; row++) x[row * inputs + c] = column.values[row];
  });
  return x;
}

/** Rows of an array, each of which fills the inputs; undefined where it does not fit. */
function rowsOfArray({ shape, data }: Tensor, source: string, inputs: number): InputRows | undefined {
  const all = sizeOf(shape);
  const many = shape.length > 1 && sizeOf(shape.slice(1)) === inputs;
  if (all === 0 || (!many && all !== inputs)) return undefined;
  const x = Float64Array.from({ length: all }, (_, i) => numberAt(data, i));
  return many ? { x, rows: shape[0], source } : { x, rows: 1, source, single: true };
}

/** The rows that a network of plain numbers takes, as they are. */
export interface PlainRows {
  readonly given: GivenRows;
  /** Of the network. */
  readonly input: readonly number[];
  /** The error of an array whose rows are of another length. */
  readonly unfit: (given: GivenRows & { kind: 'array' }) => Error;
}

/**
 * Rows for a network that knows no columns: those of an array, or the first columns of a table.
 *
 * @throws NnError('input')
 */
export function plainRows(
  { screen }: Pick<Context, 'screen'>,
  { given, input, unfit }: PlainRows,
): InputRows {
  const inputs = sizeOf(input);
  const { source } = given;
  if (given.kind === 'array') {
    const rows = rowsOfArray(given.tensor, source, inputs);
    if (!rows) throw unfit(given);
    return rows;
  }
  const { table } = given;
  const x = firstColumns(table, inputs);
  if (table.columns.length > inputs)
    screen.note(
      `${inputs === 1 ? 'the first' : `the first ${inputs}`} of ${table.columns.length} columns ${inputs === 1 ? 'is the input' : 'are the inputs'}`,
    );
  return { x, rows: table.rows, source, names: table.columns.map(({ name }) => name) };
}

/**
 * The rows of a file or pipe, encoded as a model was trained.
 *
 * @throws NnError('input')
 */
export async function encodedRows(
  ports: Pick<Context, 'files' | 'global' | 'screen'>,
  argument: string | undefined,
  preprocessing: Preprocessing,
): Promise<InputRows> {
  const table = await readTable(ports, argument, { as: preprocessing, unknownTold: true });
  return { x: encodeFeatures(preprocessing, table), rows: table.rows, source: table.source };
}

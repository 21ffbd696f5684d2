import { encodeFeatures } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { readTable } from './openTable.ts';

/** Rows of numbers as a network takes them. */
export interface InputRows {
  /** [rows × inputs] */
  readonly x: Float32Array | Float64Array;
  readonly rows: number;
  /** Where they came from, for people. */
  readonly source: string;
}

/**
 * The first columns of a table, one for each input.
 *
 * @throws NnError('input') when they are too few, or texts
 */
function firstColumns({ columns, rows, source }: Table, inputs: number): Float64Array {
  if (columns.length < inputs) {
    throw inputError(`found ${columns.length} columns, but the network takes ${inputs} inputs`, {
      where: { source },
      hint: `begin --layers with ${columns.length}`,
    });
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

/**
 * The rows of a file or pipe for a network: encoded as a model was trained, else the first columns as they
 * are.
 *
 * @throws NnError('input')
 */
export async function readRows(
  ports: Pick<Context, 'files' | 'global' | 'screen'>,
  argument: string | undefined,
  inputs: number,
  preprocessing: Preprocessing | undefined,
): Promise<InputRows> {
  const table = await readTable(ports, argument, { as: preprocessing, unknownTold: true });
  const { rows, source, columns } = table;
  if (preprocessing) return { x: encodeFeatures(preprocessing, table), rows, source };
  const x = firstColumns(table, inputs);
  if (columns.length > inputs)
    ports.screen.note(`the first ${inputs} of ${columns.length} columns are the inputs`);
  return { x, rows, source };
}

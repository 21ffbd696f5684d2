import { closedOnError } from '../formats/closing.ts';
import { toTensor } from '../formats/convert.ts';
import type { Column, Table } from '../data/table.ts';
import { wideIntegers } from '../data/wideIntegers.ts';
import { NnError, inputError } from '../errors.ts';
import type { ByteSource, StoredArray } from '../formats/define.ts';
import { detectFormat, load, readWhole } from '../formats/load.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { viewOf } from '../tensor/view.ts';
import type { ArrayView } from '../tensor/view.ts';
import type { Context } from '../host/context.ts';
import { readOptions } from './readOptions.ts';

/** The ports that arrays are read through. */
type Inputs = Pick<Context, 'files' | 'global'>;

/** Names of files that are tables, whatever is in them. */
const TABLE = /\.(?:csv|tsv|tab)$/i;

/** A single number, which is no table of one row where nothing calls it one. */
function single({ rows, columns, facts }: Table, { baseName }: ByteSource): Tensor | undefined {
  if (rows !== 1 || columns.length !== 1 || facts?.header !== false || TABLE.test(baseName)) return undefined;
  const { data, dtype } = toTensor({ kind: 'table', table: { rows, columns, source: baseName } });
  return { shape: [], dtype, data };
}

/**
 * An array from a literal, a file (an existing file wins) or a pipe.
 *
 * @param position of the argument, for errors
 *
 * @throws NnError('input')
 */
export async function readArray(
  { files, global }: Inputs,
  argument: string | undefined,
  position: number,
): Promise<Tensor> {
  const source = await files.open(argument, { position });
  const loaded = await load(source, readOptions(global));
  return (loaded.kind === 'table' ? single(loaded.table, source) : undefined) ?? toTensor(loaded);
}

/** What an argument holds, of which only the parts that are looked at are read where that is possible. */
export interface OpenedArray {
  /** As the user knows it. */
  readonly source: string;
  readonly view: ArrayView;
  /** Names of the columns of a table. */
  readonly columns?: readonly string[];
  /** Columns of a table that are no numbers. */
  readonly leftOut?: readonly string[];
}

/** Several arrays of a file, by name. */
export interface NamedArrays {
  readonly source: string;
  /** Arrays of the file that are not shown, with the reason. */
  readonly leftOut?: readonly string[];
  readonly arrays: readonly (StoredArray & { readonly name: string })[];
}

/** What a table without numbers holds instead. */
function sampleOf({ columns: [first] }: Table): string {
  const text = first.kind === 'category' ? first.categories[0] : undefined;
  return text === undefined ? '' : `, only texts such as ${JSON.stringify(text.slice(0, 20))}`;
}

/** A column as it is named where it is left out: of long integers, why. */
const nameLeftOut = (column: Column): string =>
  wideIntegers(column) ? `${column.name} (integers of more digits than float64 holds)` : column.name;

/** The columns of numbers of a table as a matrix. */
function numbersOfTable(table: Table): OpenedArray {
  const { source } = table;
  const whole = table.columns.every(
    (column) => column.kind !== 'number' || (column.integral && column.missing === 0),
  );
  // Beside numbers with a point the matrix is float64, which would not keep the digits of long integers.
  const fits = (column: Column) => column.kind === 'number' || (whole && wideIntegers(column) !== undefined);
  const numbers = table.columns.filter(fits);
  const leftOut = table.columns.filter((column) => !fits(column)).map(nameLeftOut);
  if (numbers.length === 0)
    throw inputError(`found no column of numbers${sampleOf(table)}`, {
      where: { source },
      hint: 'an array holds numbers only',
    });
  const tensor = toTensor({ kind: 'table', table: { ...table, columns: numbers } });
  // Nor does it beside negative numbers keep those that only uint64 holds.
  if (tensor.dtype === 'float64' && numbers.some(({ kind }) => kind === 'category')) {
    const columns = table.columns.filter(({ kind }) => kind === 'number');
    const others = numbers.filter(({ kind }) => kind === 'category').map(nameLeftOut);
    const opened = numbersOfTable({ ...table, columns });
    return { ...opened, leftOut: [...leftOut, ...others] };
  }
  return { source, view: viewOf(tensor), columns: numbers.map(({ name }) => name), leftOut };
}

/** The arrays of an archive. */
async function openMembers(inputs: Inputs, source: string, members: readonly string[]): Promise<NamedArrays> {
  const arrays: (StoredArray & { readonly name: string })[] = [];
  const leftOut: string[] = [];
  let first: unknown;
  for (const name of members) {
    try {
      const opened = await openArrays(inputs, `${source}:${name}`);
      if ('arrays' in opened) leftOut.push(`${name} (a file of several arrays)`);
      else arrays.push({ name, view: opened.view });
    } catch (error) {
      if (!(error instanceof NnError)) throw error;
      first ??= error;
      leftOut.push(`${name} (${error.message})`);
    }
  }
  if (arrays.length === 0 && first !== undefined) throw first;
  return { source, arrays, leftOut };
}

/**
 * Opens a literal, a file or a pipe as an array, or as the named arrays it holds.
 *
 * @throws NnError('input')
 */
export async function openArrays(
  { files, global }: Inputs,
  argument: string | undefined,
): Promise<OpenedArray | NamedArrays> {
  const members = argument === undefined || argument === '-' ? [] : await files.members(argument);
  if (members.length > 1 && argument !== undefined) return openMembers({ files, global }, argument, members);
  const opened = await files.open(argument, { position: 1 });
  const named = ({ name = '', view }: StoredArray) => ({ name, view });
  const source = opened.spelled ? 'array' : opened.name;
  const detected = await detectFormat(opened, global.inputFormat);
  const file = detected.format.stored && opened.random?.();
  const stored = file && closedOnError(file, () => detected.format.stored?.(file, source, opened.part));
  if (stored) {
    const { arrays, leftOut = [] } = stored;
    return arrays.length === 1 && arrays[0].name === undefined
      ? { source, view: arrays[0].view }
      : { source, arrays: arrays.map(named), leftOut };
  }
  if (file) file.close?.();
  const loaded = await readWhole(detected.format, detected.source, readOptions(global));
  if (loaded.kind === 'table') {
    const number = single(loaded.table, opened);
    return number ? { source, view: viewOf(number) } : { ...numbersOfTable(loaded.table), source };
  }
  if (loaded.kind === 'array') return { source, view: viewOf(loaded.tensor) };
  return { source, arrays: Array.from(loaded.tensors, ([name, tensor]) => ({ name, view: viewOf(tensor) })) };
}

import { tableFromGenerated } from '../data/convert.ts';
import { arrayNames, learnedReadings } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { tellUnknown } from '../data/unknownCategories.ts';
import { toTable } from '../formats/convert.ts';
import { generators } from '../data/generators/index.ts';
import type { Table } from '../data/table.ts';
import type { ByteSource } from '../formats/define.ts';
import { load } from '../formats/load.ts';
import type { Context } from '../host/context.ts';
import type { RandomState } from '../util/random.ts';
import { withLabels } from './labels.ts';
import { readOptions } from './readOptions.ts';

/** The ports that a table is read through. */
type Inputs = Pick<Context, 'files' | 'global'>;

/** What belongs to a table beside its file. */
export interface TableOptions {
  /** File with one label per row; they become the last column, `label`. */
  readonly labels?: string | undefined;
  /** Height, width and channels that images are resized to. */
  readonly image?: readonly number[] | undefined;
  /** The rows are for a model: images have the size, and columns are read, as it learned them. */
  readonly as?: Preprocessing | undefined;
  /** Categories that such a model does not know are told of, and then count as unknown; they are errors otherwise. */
  readonly unknownTold?: true;
}

/**
 * The rows of an opened file, folder or pipe.
 *
 * @throws NnError('input')
 */
export async function tableOf(
  { files, global }: Inputs,
  source: ByteSource,
  { labels, as, image = as?.shape, unknownTold }: TableOptions = {},
): Promise<Table> {
  const choices = readOptions(global);
  const learned = as && learnedReadings(as, choices);
  const options = { ...choices, ...(image && { image }), learned };
  const table = toTable(await load(source, options), as && arrayNames(as));
  if (as && unknownTold) tellUnknown(as, table, (line) => source.note?.(line));
  return labels === undefined ? table : withLabels({ files }, table, labels);
}

/**
 * The rows of a file, folder or pipe by its name; `-` is the pipe. Rows for a model may be spelled out as an array.
 *
 * @throws NnError('input')
 */
export async function readTable(
  inputs: Inputs,
  argument: string | undefined,
  options: TableOptions = {},
): Promise<Table> {
  return tableOf(inputs, await inputs.files.open(argument), options);
}

/** Sizes of the book's data sets that differ from 100 rows of each of 3 classes. */
const standardSizes: Readonly<Record<string, readonly number[]>> = { sine: [1000], friedman: [500] };

/** A table with what a run keeps of where it came from. */
export interface OpenedTable {
  readonly table: Table;
  /** Name of the data without folder and extension, for the folder of a run. */
  readonly name: string;
  /** SHA-256 of the file; undefined for generated data. */
  readonly digest: string | undefined;
}

/**
 * The rows of a file or pipe, or the book's data set of this name where there is no such file.
 *
 * @param random draws a generated data set
 * @throws NnError('input')
 */
export async function openTable(
  { files, global }: Inputs,
  argument: string | undefined,
  random: RandomState,
  options: TableOptions = {},
): Promise<OpenedTable> {
  const generator = generators.find(argument);
  if (generator && argument !== undefined && !(await files.exists(argument))) {
    const sizes = standardSizes[generator.name] ?? [100, 3];
    const generated = generator.generate(random, {
      sizes: sizes.slice(0, generator.parameters.length),
      noise: generator.noise ?? 0,
      dtype: global.dtype,
    });
    return { table: tableFromGenerated(generated, argument), name: argument, digest: undefined };
  }
  const source = await files.open(argument, { digest: true });
  return {
    table: await tableOf({ files, global }, source, options),
    name: source.baseName.replace(/\.[^.]*$/, ''),
    digest: source.digest?.(),
  };
}

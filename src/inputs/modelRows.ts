import { arrayNames, columnTypes, learnedReadings } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { batchesOf } from '../formats/batches.ts';
import type { Batch, BatchOptions, ByteSource } from '../formats/define.ts';
import type { Context } from '../host/context.ts';
import { readOptions } from './readOptions.ts';

/** Rows that are read, computed and written at a time. */
export const BATCH = 8192;
/** Rows to expect when the first batch is full. */
export const LONG = 100_000;

/** What is read beside the features of a model, and how. */
interface ModelRowsOptions extends Pick<BatchOptions, 'badRows' | 'writtenAs' | 'kept'> {
  /** Further columns, and what they hold. */
  readonly further?: ReadonlyMap<string, 'number' | 'category'>;
}

/**
 * The rows of a file as a model takes them, some at a time.
 *
 * @throws NnError('input') for damaged data
 */
export function modelRows(
  { global }: Pick<Context, 'global'>,
  preprocessing: Preprocessing,
  source: ByteSource,
  { further = new Map(), badRows, writtenAs, kept }: ModelRowsOptions,
): AsyncGenerator<Batch> {
  const choices = readOptions(global);
  return batchesOf(source, {
    ...choices,
    rows: BATCH,
    types: new Map([...further, ...columnTypes(preprocessing)]),
    learned: learnedReadings(preprocessing, choices),
    names: arrayNames(preprocessing),
    ...(preprocessing.shape && { image: preprocessing.shape }),
    badRows,
    writtenAs,
    kept,
  });
}

import type { RandomState } from '../../util/random.ts';
import type { Context } from '../../host/context.ts';
import { openTable } from '../../inputs/openTable.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { Dataset } from '../dataset.ts';
import type { DataKind } from '../define.ts';
import { tableDataset } from './dataset.ts';

/** Reads a table whole. Throws input errors. */
async function readTable(
  context: Context,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  const { table, name, digest } = await openTable(context, argument, random, o);
  const origin = { name, digest, dtype: context.global.dtype };
  return tableDataset(table, origin, random, o, (line) => context.screen.note(line));
}

/** Rows of a file in columns, read whole, or with --stream some at a time. */
export const table: DataKind = {
  called: 'a table',
  asked: () => true,
  refuses: ['tokens', 'window', 'horizon', 'time', 'text'],
  async read(context, argument, random, o) {
    if (!o.stream) return readTable(context, argument, random, o);
    return (await import('./stream.ts')).streamDataset(context, argument, random, o);
  },
};

/** A table of which one column of texts is learned from. */
export const texts: DataKind = {
  called: 'a column of texts',
  how: '--text',
  asked: ({ task, text }) => task !== 'language' && text !== undefined,
  refuses: [
    ...(['stream', 'image', 'features', 'oneHot', 'bins', 'standardize', 'nnfs', 'augment'] as const),
    ...(['horizon', 'time', 'model', 'watch'] as const),
  ],
  read: readTable,
};

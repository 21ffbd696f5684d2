import type { Batch, BatchOptions, ByteSource, Format, Loaded, ReadOptions } from '../define.ts';
import { looksLikeText } from './encoding.ts';

const TAB = 0x09;

/** The readers are loaded when a file asks for them. */
async function read(source: ByteSource, options: ReadOptions): Promise<Loaded> {
  const { readCsv } = await import('./read.ts');
  return { kind: 'table', table: await readCsv(source, options) };
}

async function* batches(source: ByteSource, options: BatchOptions): AsyncGenerator<Batch> {
  const { csvBatches } = await import('./batches.ts');
  yield* csvBatches(source, options);
}

export const csv: Format = {
  name: 'csv',
  extensions: ['csv', 'txt', 'data'],
  sniff: looksLikeText,
  read,
  batches,
};

export const tsv: Format = {
  name: 'tsv',
  extensions: ['tsv', 'tab'],
  sniff: (head) => head.includes(TAB) && !head.includes(0x2c),
  read: (source, options) => read(source, { ...options, delimiter: '\t' }),
  batches: (source, options) => batches(source, { ...options, delimiter: '\t' }),
};

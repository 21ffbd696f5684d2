import type { Format } from '../define.ts';
import { looksLikeText } from './encoding.ts';
import { csvBatches } from './batches.ts';
import { readCsv } from './read.ts';

const TAB = 0x09;

export const csv: Format = {
  name: 'csv',
  extensions: ['csv', 'txt', 'data'],
  sniff: looksLikeText,
  read: async (source, options) => ({ kind: 'table', table: await readCsv(source, options) }),
  batches: csvBatches,
};

export const tsv: Format = {
  name: 'tsv',
  extensions: ['tsv', 'tab'],
  sniff: (head) => head.includes(TAB) && !head.includes(0x2c),
  read: async (source, options) => ({
    kind: 'table',
    table: await readCsv(source, { ...options, delimiter: '\t' }),
  }),
  batches: (source, options) => csvBatches(source, { ...options, delimiter: '\t' }),
};

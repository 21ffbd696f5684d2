import type { Format } from '../define.ts';
import { latin1Text } from '../../util/latin1.ts';

const isParquet = (head: Uint8Array) => /^PAR[1E]/.test(latin1Text(head.subarray(0, 4)));

/** Apache Parquet, read by hyparquet; loaded when a file asks for it. */
export const parquet: Format = {
  name: 'parquet',
  extensions: ['parquet', 'parq', 'pq'],
  sniff: isParquet,
  async read(source) {
    const { readParquet } = await import('./read.ts');
    return { kind: 'table', table: await readParquet(source) };
  },
  async *batches(source, options) {
    const { parquetBatches } = await import('./read.ts');
    yield* parquetBatches(source, options);
  },
};

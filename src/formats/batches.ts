import { toTable } from './convert.ts';
import type { Batch, BatchOptions, ByteSource } from './define.ts';
import { detectFormat } from './load.ts';
import { batchesOfTable } from './tabular.ts';

/**
 * The rows of a file by its extension, else by its content, some at a time.
 *
 * @throws NnError('input') for damaged data
 */
export async function* batchesOf(
  from: ByteSource,
  options: BatchOptions & { readonly inputFormat?: string | undefined },
): AsyncGenerator<Batch> {
  const { format, source } = await detectFormat(from, options.inputFormat);
  if (format.batches) yield* format.batches(source, options);
  else yield* batchesOfTable(toTable(await format.read(source, options)), options.rows);
}

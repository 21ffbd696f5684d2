import { inputError, usageError } from '../errors.ts';
import { didYouMean } from '../util/suggest.ts';
import type { ByteSource, Format, Loaded, ReadOptions } from './define.ts';
import { formats } from './index.ts';

export interface LoadOptions extends ReadOptions {
  readonly inputFormat?: string | undefined;
}

/** Reads the first chunk ahead so that the format can be told from it. */
async function peek(source: ByteSource): Promise<{ head: Uint8Array; source: ByteSource }> {
  const iterator = source.chunks()[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = first.done ? new Uint8Array(0) : first.value;
  async function* chunks() {
    if (!first.done) yield head;
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  }
  const bytes = async () => {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks()) parts.push(chunk.slice());
    const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };
  const { name, baseName } = source;
  return { head: head.slice(0, 4096), source: { name, baseName, chunks, bytes } };
}

/** The format of a source and the source to read it from. Throws when nothing fits. */
export async function detectFormat(
  source: ByteSource,
  inputFormat?: string,
): Promise<{ format: Format; source: ByteSource }> {
  if (inputFormat !== undefined) {
    const named = formats.find(({ name }) => name === inputFormat);
    if (named) return { format: named, source };
    const known = formats.map(({ name }) => name);
    throw usageError(`unknown input format "${inputFormat}"`, { hint: didYouMean(inputFormat, known) });
  }
  const name = source.baseName.toLowerCase();
  const byName = formats.find(({ extensions }) =>
    extensions.some((extension) => name.endsWith(`.${extension}`) || name.endsWith(`-${extension}`)),
  );
  if (byName) return { format: byName, source };
  const peeked = await peek(source);
  if (peeked.head.length === 0)
    throw inputError('the file is empty, expected data', { where: { source: source.name } });
  const format = formats.find((candidate) => candidate.sniff(peeked.head));
  if (format) return { format, source: peeked.source };
  throw inputError('this is binary data of no format known here', {
    where: { source: source.name },
    hint: `name it with --input-format: ${formats.map((known) => known.name).join(', ')}`,
  });
}

/** Reads a file by its extension, else by its content. Throws input errors of the format. */
export async function load(from: ByteSource, options: LoadOptions): Promise<Loaded> {
  const { format, source } = await detectFormat(from, options.inputFormat);
  return format.read(source, options);
}

import type { ByteSource, ReadOptions } from './define.ts';
import { Transcoder, detectEncoding, encodingTitle } from './csv/encoding.ts';
import type { Encoding } from './csv/encoding.ts';

/** Says in which encoding a file is read, where that is neither expected nor asked for. */
export function sayEncoding(source: ByteSource, encoding: Encoding | undefined, options: ReadOptions): void {
  if (encoding === undefined || encoding.startsWith('utf-') || options.encoding !== undefined) return;
  source.note?.(`${source.name}: read as ${encodingTitle(encoding)} (not UTF-8); --encoding says otherwise`);
}

/** The chunks of a text of any encoding as UTF-8, as they come. */
export async function* utf8Chunks(source: ByteSource, options: ReadOptions): AsyncGenerator<Uint8Array> {
  const iterator = source.chunks()[Symbol.asyncIterator]();
  const first = await iterator.next();
  const detected = first.done ? undefined : detectEncoding(first.value, options);
  sayEncoding(source, detected, options);
  async function* all() {
    try {
      for (let next = first; !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  yield* new Transcoder(detected, (encoding) => sayEncoding(source, encoding, options)).chunks(all());
}

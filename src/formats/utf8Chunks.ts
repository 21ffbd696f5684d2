import { HEAD, joined, readAhead } from './ahead.ts';
import type { ByteSource, ReadOptions } from './define.ts';
import { Transcoder, detectEncoding, encodingTitle } from './csv/encoding.ts';
import type { Encoding } from './csv/encoding.ts';

/** Says in which encoding a file is read, where that is neither expected nor asked for. */
export function sayEncoding(source: ByteSource, encoding: Encoding | undefined, options: ReadOptions): void {
  if (encoding === undefined || encoding.startsWith('utf-') || options.encoding !== undefined) return;
  source.note?.(`${source.name}: read as ${encodingTitle(encoding)} (not UTF-8); --encoding says otherwise`);
}

const hasLine = (bytes: Uint8Array) => bytes.includes(0x0a);

/** The chunks of a text of any encoding as UTF-8, as they come. */
export async function* utf8Chunks(source: ByteSource, options: ReadOptions): AsyncGenerator<Uint8Array> {
  const iterator = source.chunks()[Symbol.asyncIterator]();
  const ahead = await readAhead(iterator, source, { enough: HEAD, isEnoughForNow: hasLine });
  const detected = detectEncoding(ahead.seen, options);
  sayEncoding(source, detected, options);
  const transcoder = new Transcoder(detected, (encoding) => sayEncoding(source, encoding, options));
  yield* transcoder.chunks(joined(ahead, iterator), source);
}

import { usageError } from '../../errors.ts';
import { Gathered, HEAD } from '../ahead.ts';
import { joinBytes } from '../../util/joinBytes.ts';
import { encodingNamed } from '../../util/encodings.ts';
import type { ByteSource, ReadOptions } from '../define.ts';
import { lookUp } from '../../util/guards.ts';

/** An encoding of text, by the name that `encodingNamed` gives it. */
export type Encoding = string;

/** As people write them. */
const titles: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  'windows-1252': 'Windows-1252',
  latin1: 'Latin-1',
  shift_jis: 'Shift_JIS',
};

export const encodingTitle = (encoding: Encoding): string =>
  lookUp(titles, encoding) ??
  (encoding.startsWith('windows') ? encoding.replace('w', 'W') : encoding.toUpperCase());

/** @throws NnError('usage') when it is unknown */
function known(name: string): Encoding {
  const encoding = encodingNamed(name);
  if (encoding !== undefined) return encoding;
  throw usageError(`the encoding "${name}" is unknown`, {
    hint: 'for example utf-8, windows-1252, iso-8859-2, shift_jis, gbk',
  });
}

/** Bytes of the byte order mark at the beginning. */
export function markLength(bytes: Uint8Array): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) ? 2 : 0;
}

/** UTF-16 without a mark: of signs below 256 every second byte is zero. Undefined: this is none. */
function wide(head: Uint8Array): Encoding | undefined {
  const length = Math.min(head.length, 4096) & ~1;
  if (length < 4) return undefined;
  let [even, odd] = [0, 0];
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (odd > 0.6 * pairs && even < 0.02 * pairs) return 'utf-16le';
  return even > 0.6 * pairs && odd < 0.02 * pairs ? 'utf-16be' : undefined;
}

/** Where the first byte above 127 is; the length when there is none. */
export function asciiLength(bytes: Uint8Array): number {
  const { length } = bytes;
  let at = 0;
  // Four bytes at a time, where they lie on a border of four.
  const before = (4 - (bytes.byteOffset & 3)) & 3;
  while (at < Math.min(before, length)) if (bytes[at++] > 127) return at - 1;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + at, (length - at) >> 2);
  for (let i = 0; i + 4 <= words.length; i += 4) {
    if (((words[i] | words[i + 1] | words[i + 2] | words[i + 3]) & 0x80808080) !== 0) break;
    at += 16;
  }
  while (at < length && bytes[at] < 128) at++;
  return at;
}

/**
 * Counts sequences of UTF-8 for signs above 127, and bytes that belong to none. One that is cut off by the
 * end counts as neither.
 */
function utf8Sequences(bytes: Uint8Array): { valid: number; broken: number } {
  let [valid, broken] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte < 0x80) continue;
    const more =
      byte >= 0xc2 && byte < 0xe0 ? 1 : (byte & 0xf0) === 0xe0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : 0;
    let found = 0;
    while (found < more && (bytes[i + 1 + found] & 0xc0) === 0x80) found++;
    if (more > 0 && i + 1 + found >= bytes.length) break;
    if (more > 0 && found === more) valid++;
    else broken++;
    i += found;
  }
  return { valid, broken };
}

/**
 * The encoding of bytes that hold some above 127; undefined where they end before the first sign does. Few broken
 * sequences among many whole ones are damage, and no other encoding.
 */
function byContent(bytes: Uint8Array): Encoding | undefined {
  const { valid, broken } = utf8Sequences(bytes);
  if (valid + broken === 0) return undefined;
  return broken * 4 <= valid ? 'utf-8' : 'windows-1252';
}

/** The encoding of a text that begins so; undefined while only ASCII was seen. */
export function detectEncoding(head: Uint8Array, { encoding }: ReadOptions): Encoding | undefined {
  if (encoding !== undefined) return known(encoding);
  const mark = markLength(head);
  if (mark === 3) return 'utf-8';
  if (mark === 2) return head[0] === 0xff ? 'utf-16le' : 'utf-16be';
  const zeros = wide(head);
  if (zeros) return zeros;
  const ascii = asciiLength(head);
  return ascii === head.length ? undefined : byContent(head.subarray(ascii));
}

/** Zero bytes are in text only where it is UTF-16. */
export const looksLikeText = (head: Uint8Array): boolean =>
  !head.includes(0) || detectEncoding(head, {})?.startsWith('utf-16') === true;

/**
 * Turns chunks of any encoding into chunks of UTF-8 without a byte order mark, as they come. Where only ASCII was seen
 * at the beginning, the encoding is judged by so many bytes from the first other one on, however they are cut.
 */
export class Transcoder {
  /** Undefined while only ASCII was seen. */
  encoding: Encoding | undefined;
  readonly #said: ((encoding: Encoding) => void) | undefined;
  readonly #encoder = new TextEncoder();
  #decoder: InstanceType<typeof TextDecoder> | undefined;
  /** Bytes to judge by, from the first one above 127 on. */
  #held: Gathered | undefined;
  #first = true;

  /** @param said called when text without any sign of its encoding turns out to be no ASCII */
  constructor(encoding: Encoding | undefined, said?: (encoding: Encoding) => void) {
    this.encoding = encoding;
    this.#said = said;
  }

  /** The chunk itself where it is UTF-8 already. `last`: nothing comes after it, or nothing to judge by. */
  next(chunk: Uint8Array, last = false): Uint8Array {
    if (this.encoding !== undefined) return this.#coded(chunk, last);
    const ascii = this.#held ? 0 : asciiLength(chunk);
    if (ascii > 0) this.#first = false;
    if (!this.#held && ascii === chunk.length) return chunk;
    const held = (this.#held ??= new Gathered());
    held.add(chunk.subarray(ascii));
    if (held.length < HEAD && !last) return chunk.subarray(0, ascii);
    return joinBytes([chunk.subarray(0, ascii), this.#judged(last)]);
  }

  #coded(chunk: Uint8Array, last: boolean): Uint8Array {
    if (this.encoding === 'utf-8') {
      const from = this.#first ? markLength(chunk) : 0;
      this.#first = false;
      return from === 3 ? chunk.subarray(3) : chunk;
    }
    this.#decoder ??= new TextDecoder(this.encoding);
    // What comes last is a stream too (`decodeEncoded`).
    const text = this.#decoder.decode(chunk, { stream: true });
    return this.#encoder.encode(last ? text + this.#decoder.decode() : text);
  }

  /** Whoever writes into a pipe and makes a pause is not waited for. */
  async *chunks(
    source: AsyncIterable<Uint8Array>,
    { pause }: Pick<ByteSource, 'pause'> = {},
  ): AsyncGenerator<Uint8Array> {
    const iterator = source[Symbol.asyncIterator]();
    let pending: Promise<IteratorResult<Uint8Array>> | undefined;
    try {
      for (;;) {
        pending = iterator.next();
        const part = this.#held && pause ? await Promise.race([pending, pause()]) : await pending;
        if (!part) yield this.#judged(false);
        const { done, value } = part ?? (await pending);
        pending = undefined;
        if (done) break;
        yield this.next(value);
      }
    } finally {
      // Bytes that were asked for and never come would hold up the end.
      if (!pending) await iterator.return?.();
      else void Promise.allSettled([pending, iterator.return?.()]);
    }
    if (this.#held) yield this.#judged(true);
    const rest = this.#decoder?.decode() ?? '';
    if (rest !== '') yield this.#encoder.encode(rest);
  }

  /** What was held, judged by as much as there is. */
  #judged(last: boolean): Uint8Array {
    const held = this.#held?.all() ?? new Uint8Array(0);
    this.#held = undefined;
    this.encoding = byContent(held.subarray(0, HEAD)) ?? 'utf-8';
    this.#said?.(this.encoding);
    return this.#coded(held, last);
  }
}

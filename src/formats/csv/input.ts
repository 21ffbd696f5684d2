import { HEAD, joined, readAhead } from '../ahead.ts';
import type { Ahead } from '../ahead.ts';
import type { ByteSource, ReadOptions } from '../define.ts';
import { detectDialect } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { detectEncoding, encodingTitle, looksLikeText, markLength, Transcoder } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { lineEndsOf } from './lineEnds.ts';
import { withoutRuns } from './spaces.ts';

/** A delimited text whose beginning was looked at. */
export interface TextInput {
  readonly dialect: Dialect;
  readonly lineEnds: ReturnType<typeof lineEndsOf>;
  /** What is known so far; text that is ASCII only is UTF-8. */
  readonly encoding: () => string;
  /** The text in UTF-8 from the header on; once. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
  /** The same once more. */
  readonly again: () => AsyncIterable<Uint8Array>;
}

export interface InputOptions extends ReadOptions {
  /** Names of columns that are known. */
  readonly names?: ReadonlySet<string> | undefined;
  /** Rows are taken as they come: two lines are enough to begin with. */
  readonly eager?: boolean;
  /** The file will be read a second time if need be. */
  readonly twice?: boolean;
}

/** Line ends so far, as many as matter: lines that are not blank and no comments. */
function lines(bytes: Uint8Array, encoding: Encoding | undefined): number {
  const step = encoding?.startsWith('utf-16') ? 2 : 1;
  const at = encoding === 'utf-16be' ? 1 : 0;
  let count = 0;
  let begin = -1;
  for (let i = at; i < bytes.length && count < 2; i += step) {
    if (bytes[i] !== 0x0a && bytes[i] !== 0x0d) {
      if (begin < 0) begin = bytes[i];
    } else {
      if (begin >= 0 && begin !== 0x23) count++;
      begin = -1;
    }
  }
  return count;
}

/** Reads ahead until there is enough to tell the dialect from: never a part of the first line. */
function readHead(
  iterator: AsyncIterator<Uint8Array>,
  source: Pick<ByteSource, 'pause'>,
  { encoding, eager }: InputOptions,
): Promise<Ahead> {
  const coding = encoding === undefined ? {} : { encoding };
  const hasTwoLines = (bytes: Uint8Array) => lines(bytes, detectEncoding(bytes, coding)) >= 2;
  return readAhead(iterator, source, {
    enough: eager ? 0 : HEAD,
    isEnough: (bytes) => !looksLikeText(bytes) || hasTwoLines(bytes),
    isEnoughForNow: hasTwoLines,
  });
}

async function* kept(chunks: AsyncIterable<Uint8Array>, into: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    into.push(chunk.slice());
    yield chunk;
  }
}

async function* from(chunks: AsyncIterable<Uint8Array>, skip: number): AsyncGenerator<Uint8Array> {
  let left = skip;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left > 0 ? chunk.subarray(left) : chunk;
    left = Math.max(0, left - chunk.length);
  }
}

async function* listed(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/**
 * Looks at the beginning of a text: its encoding and dialect. What is not as everybody expects it, and not
 * asked for, is said in a note.
 *
 * @throws NnError('input') for binary data
 */
export async function openText(source: ByteSource, options: InputOptions): Promise<TextInput> {
  const { name } = source;
  const iterator = source.chunks()[Symbol.asyncIterator]();
  const ahead = await readHead(iterator, source, options);
  const { seen, complete } = ahead;
  const detected = detectEncoding(seen, options);
  const say = (encoding: Encoding) => {
    if (encoding !== 'utf-8' && options.encoding === undefined)
      source.note?.(`${name}: read as ${encodingTitle(encoding)} (not UTF-8); --encoding says otherwise`);
  };
  if (detected && markLength(seen) === 0) say(detected);
  const sample = new Transcoder(detected).next(seen, complete);
  const dialect = detectDialect(sample, complete, { ...options, source: name });
  const transcoder = new Transcoder(detected, say);
  const decoded = (bytes: AsyncIterable<Uint8Array>, by: Transcoder) => {
    const text = from(by.chunks(bytes, source), dialect.preamble.bytes);
    return dialect.delimiter === ' ' ? withoutRuns(text) : text;
  };
  const all: Uint8Array[] = [];
  const first = joined(ahead, iterator);
  return {
    dialect,
    lineEnds: lineEndsOf(sample),
    encoding: () => encodingTitle(transcoder.encoding ?? 'utf-8'),
    chunks: () => decoded(options.twice && !source.again ? kept(first, all) : first, transcoder),
    again: () => decoded(source.again?.() ?? listed(all), new Transcoder(transcoder.encoding)),
  };
}

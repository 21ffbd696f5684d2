import { fstatSync, read, readSync } from 'node:fs';
import type { Readable, Transform } from 'node:stream';
import { promisify } from 'node:util';
import { inputError } from '../errors.ts';
import { checkGrowth } from '../formats/memory.ts';
import type { MemoryLimit } from '../formats/memory.ts';

/** Bytes read at a time. */
export const CHUNK = 1 << 20;

/** Room to read so many bytes at a time: no more than a file has; devices and the like say 0. */
const roomFor = (descriptor: number, bytes: number) =>
  Math.min(CHUNK, bytes, fstatSync(descriptor).size || CHUNK);

/**
 * Bytes [from, to) of a regular file; without `from` those from where it stands. Two buffers take turns, so
 * that the next chunk is read while this one is used; a chunk is valid until the next one is asked for.
 */
export async function* fileChunks(
  descriptor: number,
  from: number | null = null,
  to = Infinity,
): AsyncGenerator<Uint8Array> {
  let position = from;
  const size = roomFor(descriptor, to - (from ?? 0));
  const start = (buffer: Uint8Array) => {
    const length = Math.min(size, to - (position ?? 0));
    if (length <= 0) return { bytesRead: 0 };
    const bytes = promisify(read)(descriptor, buffer, 0, length, position);
    // One that fails while the chunk before it is used is told of when it is wanted.
    bytes.catch(() => {});
    return bytes;
  };
  let [now, next] = [new Uint8Array(size), new Uint8Array(size)];
  let reading = start(now);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      if (position !== null) position += bytesRead;
      reading = start(next);
      yield now.subarray(0, bytesRead);
      [now, next] = [next, now];
    }
  } finally {
    // Whoever closes the file must not do so under a read.
    await Promise.resolve(reading).catch(() => {});
  }
}

const streams = new Set<Readable>();

/** The bytes of a pipe or a device as they come. */
export async function* streamChunks(stream: Readable): AsyncGenerator<Uint8Array> {
  streams.add(stream);
  for await (const chunk of stream) {
    const { buffer, byteOffset, byteLength } = chunk as Uint8Array;
    // Buffer's slice is a view where Uint8Array's is a copy; readers expect the latter.
    yield new Uint8Array(buffer, byteOffset, byteLength);
  }
  streams.delete(stream);
}

/** Lets go of pipes that nobody will read to their end; the program could not end before they do. */
export function closeStreams(): void {
  for (const stream of streams) stream.destroy();
}

const isGzip = (head: Uint8Array) => head[0] === 0x1f && head[1] === 0x8b;

/** Undoes gzip when the first bytes say so, by content rather than by name. */
export async function* gunzipped(
  raw: AsyncIterable<Uint8Array>,
  name: string,
  memory?: MemoryLimit,
): AsyncGenerator<Uint8Array> {
  const iterator = raw[Symbol.asyncIterator]();
  try {
    let part = await iterator.next();
    if (!part.done && isGzip(part.value)) {
      yield* inflated(part.value, iterator, { name, memory });
      return;
    }
    for (; !part.done; part = await iterator.next()) yield part.value;
  } finally {
    await iterator.return?.();
  }
}

async function* inflated(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
  source: { readonly name: string; readonly memory: MemoryLimit | undefined },
) {
  const { createGunzip } = await import('node:zlib');
  let unpacked = 0;
  async function* all() {
    let part: IteratorResult<Uint8Array> = { value: head };
    for (; !part.done; part = await rest.next()) yield part.value;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const chunks = transformed(all(), gunzip, () =>
    inputError('the gzip data is damaged or ends too early', {
      where: { source: source.name },
      hint: 'copy or download the file again',
    }),
  );
  for await (const chunk of chunks) {
    unpacked += chunk.length;
    // What it has used up so far, not what it was given: the whole of a small file is given at once.
    checkGrowth(source, gunzip.bytesWritten, unpacked);
    yield chunk;
  }
}

/** What a transform of zlib makes of the chunks. `damaged`: what to throw when it cannot. */
export async function* transformed(
  chunks: AsyncIterable<Uint8Array>,
  transform: Transform,
  damaged: () => Error,
): AsyncGenerator<Uint8Array> {
  let failed: unknown;
  const feed = async () => {
    for await (const chunk of chunks) {
      // Called back when the chunk is used up, so that its buffer may be filled again.
      await new Promise<void>((resolve) => transform.write(chunk, () => resolve()));
      if (transform.destroyed) return;
    }
    transform.end();
  };
  feed().catch((error: unknown) => {
    failed = error;
    transform.destroy();
  });
  try {
    for await (const chunk of transform) yield chunk as Uint8Array;
  } catch {
    throw failed ?? damaged();
  } finally {
    transform.destroy();
  }
}

/** No deflate stream is longer than so many times its compressed form. */
export const MOST_INFLATED = 1032;

/**
 * Bytes that a file of `stored` bytes will give, gzip undone: its last four bytes tell, modulo 2³². Where
 * files were joined they tell of the last one, so this is an expectation.
 */
export function expectedSize(descriptor: number, stored: number): number {
  const ends = new Uint8Array(6);
  if (stored < 18) return stored;
  readSync(descriptor, ends, 0, 2, 0);
  if (!isGzip(ends)) return stored;
  readSync(descriptor, ends, 2, 4, stored - 4);
  const size = new DataView(ends.buffer).getUint32(2, true);
  return size <= MOST_INFLATED * stored ? size : stored;
}

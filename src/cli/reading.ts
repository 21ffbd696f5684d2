import type { ByteSource } from '../formats/define.ts';
import type { Screen } from '../host/screen.ts';
import { bytes, percent } from '../util/quantity.ts';

const shares = (done: number, total: number | undefined) =>
  total === undefined ? bytes(done) : percent(done / total);

/** A source that says how much of it has been read, where that takes long; a pipe may wait for its writer. */
export function withProgress(source: ByteSource, screen: Pick<Screen, 'steps'>): ByteSource {
  if (source.live || source.folder || source.spelled) return source;
  async function* told(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    // What a file comes to when it is unpacked is not known before.
    const total = /\.gz$/i.test(source.name) ? undefined : source.size;
    const steps = screen.steps(`reading ${source.name}`, total, shares);
    let read = 0;
    try {
      for await (const chunk of chunks) {
        yield chunk;
        read += chunk.length;
        steps.at(read);
      }
    } finally {
      steps.done();
    }
  }
  return {
    ...source,
    chunks: () => told(source.chunks()),
    ...(source.again && { again: () => told(source.again?.() ?? source.chunks()) }),
  };
}

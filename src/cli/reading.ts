import { collect } from '../formats/collect.ts';
import type { ByteSource, RandomAccess } from '../formats/define.ts';
import { claimMemory } from '../formats/memory.ts';
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
  const chunks = () => told(source.chunks());
  const whole = (needed: number) => claimMemory(source, needed, 'the whole file');
  return {
    ...source,
    chunks,
    bytes: async () => collect(chunks(), source.size, whole),
    ...(source.random && {
      random(all) {
        const file = source.random?.();
        return file && all ? toldParts(file, source.name, screen) : file;
      },
    }),
    ...(source.again && { again: () => told(source.again?.() ?? source.chunks()) }),
  };
}

/** A file of which all parts are read, in whatever order, and then closed. */
function toldParts(file: RandomAccess, name: string, screen: Pick<Screen, 'steps'>): RandomAccess {
  const steps = screen.steps(`reading ${name}`, file.size, shares);
  let read = 0;
  return {
    size: file.size,
    read(position, into) {
      file.read(position, into);
      // A directory may be read twice.
      read = Math.min(file.size, read + into.length);
      steps.at(read);
    },
    close() {
      steps.done();
      file.close?.();
    },
  };
}

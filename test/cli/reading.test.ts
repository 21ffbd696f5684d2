import { expect, it } from 'vitest';
import { withProgress } from '../../src/cli/reading.ts';
import type { ByteSource } from '../../src/formats/define.ts';

/** What a screen was told. */
function listener() {
  const told: string[] = [];
  return {
    told,
    steps(what: string, total: number | undefined) {
      told.push(`${what} of ${total}`);
      return { at: (done: number) => told.push(String(done)), done: () => told.push('done') };
    },
  };
}

const text = new TextEncoder().encode('a,b\n1,2\n');

function source(): ByteSource {
  return {
    name: 'a.csv',
    baseName: 'a.csv',
    size: text.length,
    async *chunks() {
      yield text.subarray(0, 4);
      yield text.subarray(4);
    },
    bytes: async () => {
      await Promise.resolve();
      throw new Error('not by way of what is told');
    },
    random: () => ({
      size: text.length,
      read: (position, into) => into.set(text.subarray(position, position + into.length)),
      close() {},
    }),
  };
}

it('a file that is read whole says how far it is, all at once as well as piece by piece', async () => {
  const screen = listener();
  expect(await withProgress(source(), screen).bytes()).toEqual(text);
  expect(screen.told).toEqual(['reading a.csv of 8', '4', '8', 'done']);
});

it('so does one whose parts are all read, and no further than its end; single parts are not told of', () => {
  const screen = listener();
  const told = withProgress(source(), screen);
  told.random?.()?.read(0, new Uint8Array(4));
  expect(screen.told).toEqual([]);
  const file = told.random?.(true);
  for (const position of [4, 0, 4]) file?.read(position, new Uint8Array(4));
  file?.close?.();
  expect(screen.told).toEqual(['reading a.csv of 8', '4', '8', '8', 'done']);
});

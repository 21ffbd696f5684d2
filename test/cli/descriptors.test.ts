import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { members, openFile, openRandom } from '../../src/cli/sources.ts';
import { closedAfter } from '../../src/formats/closing.ts';
import { formats } from '../../src/formats/index.ts';
import { load } from '../../src/formats/load.ts';

const fixturePath = (name: string) => new URL(`../../fixtures/${name}`, import.meta.url);
const folder = mkdtempSync(path.join(tmpdir(), 'nn-descriptors-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Descriptors of files of this test that are open. */
const opened = (): number =>
  readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;

/** A file as it is, cut in the middle, and with zeros in the middle. */
function* damagedCopies(fixture: string): Generator<string> {
  const bytes = readFileSync(fixturePath(fixture));
  const file = path.join(folder, path.basename(fixture));
  writeFileSync(file, bytes);
  yield file;
  for (const share of [0.01, 0.3, 0.6, 0.99]) {
    const at = Math.floor(bytes.length * share);
    writeFileSync(file, bytes.subarray(0, at));
    yield file;
    writeFileSync(file, Buffer.concat([bytes.subarray(0, at), Buffer.alloc(40), bytes.subarray(at + 40)]));
    yield file;
  }
}

const quietly = async (use: () => Promise<unknown>): Promise<void> => {
  await use().catch(() => {});
};

/** All rows of a file, some at a time; some only. */
async function readBatches(file: string, extension: string): Promise<void> {
  const format = formats.all.find(({ extensions }) => extensions.includes(extension));
  for (const all of [true, false])
    await quietly(async () => {
      for await (const batch of format?.batches?.(await openFile(file), { rows: 2, types: new Map() }) ?? [])
        if (!all && batch) break;
    });
}

describe.skipIf(process.platform !== 'linux')('files of which parts are read are closed', () => {
  it.each(['arrays/mixed.npz', 'arrays.npz', 'weights/notes.npz'])('archives: %s', async (fixture) => {
    for (const file of damagedCopies(fixture)) {
      let names: string[] = [];
      await quietly(async () => (names = await members(file)));
      for (const name of [...names, 'absent'])
        await quietly(async () => load(await openFile(`${file}:${name}`), {}));
      expect(opened()).toBe(0);
    }
  });

  it.each(['tables/groups.parquet', 'tables/types.arrow', 'tables/around.xlsx'])(
    'tables: %s',
    async (fixture) => {
      for (const file of damagedCopies(fixture)) {
        await quietly(async () => load(await openFile(file), {}));
        await readBatches(file, path.extname(fixture).slice(1));
        expect(opened()).toBe(0);
      }
    },
  );

  it('what is closed twice is closed once, and not read again', async () => {
    const file = path.join(folder, 'a.bin');
    copyFileSync(fixturePath('arrays.npz'), file);
    const parts = await openRandom(file);
    expect(opened()).toBe(1);
    expect(await closedAfter(parts, ({ size }) => size)).toBe(readFileSync(file).length);
    parts.close?.();
    expect(opened()).toBe(0);
    expect(() => parts.read(0, new Uint8Array(1))).toThrow();
  });
});

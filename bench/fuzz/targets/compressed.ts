import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { members, openFile } from '../../../src/cli/sources.ts';
import { load } from '../../../src/formats/load.ts';
import type { Target } from '../define.ts';
import { scratchFolder } from '../folder.ts';
import { firstLines, fixture, textBytes } from '../source.ts';

/** An input as a file of this name. */
function written(name: string, input: Uint8Array): string {
  const file = path.join(scratchFolder(), name);
  writeFileSync(file, input);
  return file;
}

export const gzip: Target = {
  name: 'gzip',
  seeds: async () =>
    [firstLines('iris.csv', 10), textBytes('a,b\n1,2\n'), textBytes('[[1,2],[3,4]]')].map((bytes) =>
      Uint8Array.from(gzipSync(bytes)),
    ),
  async run(input) {
    await load(await openFile(written('fuzz.csv.gz', input)), {});
  },
};

export const archives: Target = {
  name: 'zip',
  words: ['PK\u0001\u0002', 'PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0006\u0006', 'PK\u0006\u0007', '.npy'],
  seeds: async () => [fixture('arrays/mixed.npz'), fixture('arrays.npz'), fixture('weights/notes.npz')],
  async run(input) {
    const file = written('fuzz.npz', input);
    const names = await members(file);
    for (const name of names.slice(0, 4)) await load(await openFile(`${file}:${name}`), {});
  },
};

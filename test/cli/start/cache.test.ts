import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  folderBeside,
  keep,
  keepTwice,
  readKept,
  readTwice,
  sweep,
  userFolder,
} from '../../../src/cli/start/cacheFolder.ts';
import { cacheName, pack, unpack, writeCache } from '../../../src/cli/start/codeCache.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nn-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const posix = process.platform !== 'win32';

const compiled = {
  warm: true,
  names: ['main.cjs', 'chunk-a.cjs'],
  source: `[${'(function(){return 1}),'.repeat(40)}]`,
  code: Uint8Array.from({ length: 1001 }, (_, i) => (i * 7) % 256),
};

describe('a file of compiled code', () => {
  const cache = userFolder({ XDG_CACHE_HOME: path.join(folder, 'twice') })!;
  const file = keepTwice(cache, 'code', pack(compiled))!;
  const whole = readFileSync(file);
  const found = (bytes: Uint8Array) => {
    writeFileSync(file, bytes);
    return readTwice(cache, 'code');
  };

  it('gives back what was put in', () => {
    const back = unpack(readTwice(cache, 'code')!)!;
    expect({ ...back, code: Uint8Array.from(back.code) }).toEqual(compiled);
  });

  it('is refused with any bit turned', () => {
    for (let at = 0; at < whole.length; at++) {
      const turned = Buffer.from(whole);
      turned[at] ^= 1 << (at % 8);
      expect(found(turned)).toBeUndefined();
    }
    expect(found(whole)).toBeDefined();
  });

  it('is refused at any other length, with a hole, and when it is something else', () => {
    for (let length = 1; length < whole.length; length += 3)
      expect(found(whole.subarray(0, length))).toBeUndefined();
    expect(found(Buffer.concat([whole, whole.subarray(1)]))).toBeUndefined();
    for (let at = 0; at + 512 <= whole.length; at += 64)
      expect(found(Buffer.from(whole).fill(0, at, at + 512))).toBeUndefined();
    for (const other of [Buffer.alloc(0), Buffer.alloc(4096), Buffer.from('not what was written here!')]) {
      const bytes = found(other);
      expect(bytes && unpack(bytes)).toBeUndefined();
    }
    // Twice the same, but of another length than it says.
    expect(unpack(found(Buffer.concat([whole, whole]))!)).toBeUndefined();
  });

  it('is compared to its end, however long', () => {
    const long = Buffer.alloc(200_001, 'abc');
    const kept = keepTwice(cache, 'long', long)!;
    expect(readTwice(cache, 'long')).toEqual(long);
    for (const at of [0, 65_536, 131_071, 131_072, 200_000]) {
      const bytes = Buffer.concat([long, long]);
      bytes[long.length + at] ^= 1;
      writeFileSync(kept, bytes);
      expect(readTwice(cache, 'long')).toBeUndefined();
    }
  });
});

describe('the folder that it lies in', () => {
  const place = (name: string) => {
    const cache = userFolder({ XDG_CACHE_HOME: path.join(folder, name) });
    return cache!;
  };
  const bytes = Buffer.from('bytes');

  it('is the one of the user, with an absolute name', () => {
    expect(userFolder({ XDG_CACHE_HOME: '/x', HOME: '/home/a' })?.path).toBe(path.join('/x', 'nn'));
    expect(userFolder({ XDG_CACHE_HOME: 'x', HOME: '/home/a' })?.path).toBe(
      path.join('/home/a', '.cache', 'nn'),
    );
    expect(userFolder({ HOME: 'here' })).toBeUndefined();
    expect(userFolder({})).toBeUndefined();
    expect(folderBeside(path.join(folder, 'nowhere'))).toBeUndefined();
  });

  it('is made for the user alone, and holds whole files only', () => {
    const cache = place('made');
    expect(keep(cache, 'code', bytes)).toBe(path.join(cache.path, 'code'));
    expect(readKept(cache, 'code')).toEqual(bytes);
    expect(readdirSync(cache.path)).toEqual(['code']);
    if (!posix) return;
    expect(lstatSync(cache.path).mode & 0o777).toBe(0o700);
    expect(lstatSync(path.join(cache.path, 'code')).mode & 0o777).toBe(0o600);
  });

  it.runIf(posix)('gives nothing that somebody else could have written', () => {
    const cache = place('foreign');
    const file = keep(cache, 'code', bytes)!;
    chmodSync(file, 0o666);
    expect(readKept(cache, 'code')).toBeUndefined();
    chmodSync(file, 0o600);
    chmodSync(cache.path, 0o777);
    expect(readKept(cache, 'code')).toBeUndefined();
    expect(keep(cache, 'code', bytes)).toBeUndefined();
    chmodSync(cache.path, 0o700);
    expect(readKept(cache, 'code')).toEqual(bytes);
    const others = { ...cache, owner: (cache.owner ?? 0) + 1 };
    expect(readKept(others, 'code')).toBeUndefined();
    expect(keep(others, 'code', bytes)).toBeUndefined();
  });

  it.runIf(posix)('follows no links, and waits for no pipe', () => {
    const cache = place('links');
    const file = keep(cache, 'code', bytes)!;
    symlinkSync(file, path.join(cache.path, 'link'));
    expect(readKept(cache, 'link')).toBeUndefined();
    const other = place('other');
    mkdirSync(path.dirname(other.path));
    symlinkSync(cache.path, other.path);
    expect(readKept(other, 'code')).toBeUndefined();
    expect(keep(other, 'code', bytes)).toBeUndefined();
    mkdirSync(path.join(cache.path, 'folder'));
    expect(readKept(cache, 'folder')).toBeUndefined();
    expect(keep(cache, 'folder', bytes)).toBeUndefined();
    expect(readdirSync(cache.path).sort()).toEqual(['code', 'folder', 'link']);
  });

  it('need not be there', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const cache = userFolder({ XDG_CACHE_HOME: file })!;
    expect(keep(cache, 'code', bytes)).toBeUndefined();
    expect(readKept(cache, 'code')).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});

describe('the name of a cache', () => {
  it('is that of the command, the program and the engine', () => {
    expect(cacheName('p', ['shape', '[1]'])).toMatch(/^shape-p-[0-9a-f]{8}$/);
    expect(cacheName('p', ['shape', '[2]'])).toBe(cacheName('p', ['shape', '[1]']));
    expect(cacheName('p', ['help', 'train'])).toMatch(/^help-train-p-/);
    expect(cacheName('p', ['--help'])).toMatch(/^option-help-p-/);
    expect(cacheName('p', [])).toMatch(/^nn-p-/);
    expect(cacheName('q', ['shape'])).not.toBe(cacheName('p', ['shape']));
  });

  it('leads out of no folder', () => {
    for (const words of [['../x'], ['a/b'], ['.'], ['A'], ['help', '../x'], ['x'.repeat(99)]])
      expect(cacheName('p', words)).toBeUndefined();
  });
});

describe('what former versions kept', () => {
  const name = (command: string, program: number, engine = 0) =>
    `${command}-${program.toString(16).padStart(16, '0')}-${engine.toString(16).padStart(8, '0')}`;
  /** Files written one second after the other, long ago. */
  const fill = (cache: string, names: readonly string[]) => {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    names.forEach((file, i) => {
      writeFileSync(path.join(cache, file), '');
      utimesSync(path.join(cache, file), 1e9 + i, 1e9 + i);
    });
  };

  it('goes when the command is kept anew beside the program; other engines and commands stay', () => {
    const program = path.join(folder, 'program');
    const cache = path.join(program, 'cache');
    const others = [name('help-train', 1), name('train-x', 1), 'train', 'notes.txt'];
    fill(cache, [name('train', 1), name('train', 2, 3), name('train', 9, 7), ...others]);
    writeCache([folderBeside(program)!], name('train', 9), compiled);
    expect(readdirSync(cache).sort()).toEqual([name('train', 9), name('train', 9, 7), ...others].sort());
  });

  it('goes from the folder of the user but for the last two, which another installation may use', () => {
    const cache = userFolder({ XDG_CACHE_HOME: path.join(folder, 'sweep') })!;
    fill(
      cache.path,
      [1, 2, 3, 4].map((program) => name('train', program)),
    );
    writeCache([cache], name('train', 5), compiled);
    writeCache([cache], name('train', 5), compiled);
    expect(readdirSync(cache.path)).toEqual([3, 4, 5].map((program) => name('train', program)));
  });

  it('is removed by many at once, with what killed processes began', async () => {
    const cache = userFolder({ XDG_CACHE_HOME: path.join(folder, 'many') })!;
    const former = Array.from({ length: 50 }, (_, i) => name('train', i));
    fill(cache.path, [...former, `.${name('train', 1)}.1-2.tmp`]);
    writeFileSync(path.join(cache.path, '.new.tmp'), '');
    await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        await Promise.resolve();
        writeCache([cache], name('train', 100), compiled);
        sweep(cache, name('x', i), (file) => file.startsWith('train-00') && file !== name('train', 100));
      }),
    );
    expect(readdirSync(cache.path)).toEqual(['.new.tmp', ...former.slice(-2), name('train', 100)]);
    expect(() => sweep({ ...cache, path: path.join(folder, 'nowhere') }, 'x', () => true)).not.toThrow();
  });
});

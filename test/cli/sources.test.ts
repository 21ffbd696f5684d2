import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openFile, openRandom } from '../../src/cli/sources.ts';
import type { ByteSource } from '../../src/formats/define.ts';
import { load } from '../../src/formats/load.ts';
import { openNpyRows } from '../../src/formats/npy/rows.ts';
import { NPZ, NPZ_PACKED, NPZ_WIDE } from '../formats/numpyFiles.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'nn-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a reader sees that looks at each chunk once. */
async function hashOfChunks(source: ByteSource): Promise<string> {
  const all = createHash('sha256');
  for await (const chunk of source.chunks()) all.update(chunk);
  return all.digest('hex');
}

describe('a file', () => {
  // Longer than three chunks, and not a multiple of one; half of it can be compressed.
  const bytes = Buffer.concat([randomBytes(1_700_001), Buffer.alloc(1_700_000, 'abcdefg')]);
  const files: [string, Uint8Array][] = [
    ['plain', bytes],
    ['empty', new Uint8Array(0)],
    ['one.gz', gzipSync(bytes)],
    [
      'joined.gz',
      Buffer.concat([gzipSync(bytes.subarray(0, 3_000_000)), gzipSync(bytes.subarray(3_000_000))]),
    ],
  ];
  it.each(files)('gives its bytes, in chunks and whole: %s', async (name, stored) => {
    const file = path.join(folder, name);
    writeFileSync(file, stored);
    const expected = hash(name === 'empty' ? stored : bytes);
    expect(await hashOfChunks(await openFile(file))).toBe(expected);
    const source = await openFile(file, true);
    const whole = await source.bytes();
    expect([hash(whole), whole.byteOffset, source.digest?.()]).toEqual([expected, 0, expected]);
  });
  it('says how long it will be, gzip undone', async () => {
    expect((await openFile(path.join(folder, 'plain'))).size).toBe(bytes.length);
    expect((await openFile(path.join(folder, 'one.gz'))).size).toBe(bytes.length);
  });
  it.each([9, 100, 1_000_000])('that is cut after %d bytes of gzip is an error', async (length) => {
    const file = path.join(folder, 'cut.gz');
    writeFileSync(file, gzipSync(bytes).subarray(0, length));
    await expect((await openFile(file)).bytes()).rejects.toThrow(/gzip data is damaged or ends too early/);
  });
  it('may be left after the first chunk', async () => {
    for (const [name] of files) {
      for await (const chunk of (await openFile(path.join(folder, name))).chunks()) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
    }
  });
});

describe('a file inside an archive', () => {
  const write = (name: string, bytes: Uint8Array) => {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  const tensorIn = async (argument: string) => {
    const loaded = await load(await openFile(argument), {});
    return loaded.kind === 'array'
      ? [loaded.source, loaded.tensor.shape, [...loaded.tensor.data]]
      : undefined;
  };
  it.each([
    ['stored', NPZ],
    ['packed', NPZ_PACKED],
    ['wide', NPZ_WIDE],
  ])('is read like one beside it: %s', async (name, bytes) => {
    const file = write(`${name}.npz`, bytes);
    expect(await tensorIn(`${file}:images`)).toEqual([`${file}:images`, [2, 3], [0, 1, 2, 3, 4, 5]]);
    expect(await tensorIn(`${file}:labels.npy`)).toEqual([`${file}:labels`, [2], [1, 0]]);
  });
  it('is to be named where there are several', async () => {
    const file = write('two.npz', NPZ);
    await expect(openFile(file)).rejects.toMatchObject({
      message: 'found 2 files in this archive: images, labels',
      hint: `name the one you mean: ${file}:images`,
    });
    await expect(openFile(`${file}:image`)).rejects.toMatchObject({
      message: 'there is no "image" in this archive',
      hint: 'did you mean "images"?',
    });
  });
  it('of which parts are wanted must be stored as it is', async () => {
    const rows = openNpyRows(await openRandom(`${write('s.npz', NPZ)}:images`), 's.npz');
    expect([...Array.from(rows.read(1, 1))]).toEqual([3, 4, 5]);
    await expect(openRandom(`${write('p.npz', NPZ_PACKED)}:images`)).rejects.toThrow(/is compressed/);
  });
  it.each([
    ['stored', NPZ, 190],
    ['packed', NPZ_PACKED, 100],
  ])('is checked by its sum: %s', async (name, bytes, at) => {
    const file = write(`bad-${name}.npz`, bytes.with(at, bytes[at] ^ 1));
    await expect(tensorIn(`${file}:images`)).rejects.toThrow('this part of the archive is damaged');
  });
});

/** Runs a command whose stdin stays open after `input`; resolves when it ends by itself. */
async function withOpenPipe(args: readonly string[], input: string, until?: RegExp) {
  const child = spawn('node', [path.join(root, 'bin', 'nn.js'), ...args], { cwd: folder });
  let stdout = '';
  let stderr = '';
  const seen = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (until?.test(stdout)) resolve();
    });
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.write(input);
  if (until) {
    await seen;
    child.stdin.end();
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

describe('a pipe that stays open', () => {
  it('does not hold up an error', async () => {
    const { code, stderr } = await withOpenPipe(['shape', '--input-format', 'csv', '-'], 'a,b\n1\n');
    expect([code, stderr]).toEqual([2, expect.stringContaining('stdin:2: expected 2 fields, found 1')]);
  });
});

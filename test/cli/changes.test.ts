import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemError, withOpens, withReads } from '../support/faultyReads.ts';
import { nnInside, program } from '../support/nn.ts';
import { root } from '../support/workspace.ts';

// Files that another process changes while they are read, and reads that fail: one error, or what stood there before.

let cwd = '';
const at = (name: string) => path.join(cwd, name);
const nn = (...args: string[]) => nnInside(args, { cwd });

const files = [
  'iris.csv',
  'iris.csv.gz',
  'iris.xlsx',
  'iris.parquet',
  'iris.arrow',
  'p.npy',
  'a.npz',
  'late.csv',
  'a.idx',
  'm.safetensors',
  'iris.json',
  'iris.jsonl',
  'pictures/bars/1.png',
];

beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-changes-'));
  cpSync(path.join(root, 'fixtures', 'iris.csv'), at('iris.csv'));
  cpSync(path.join(root, 'fixtures', 'arrays.npz'), at('a.npz'));
  for (const name of ['iris.xlsx', 'iris.parquet', 'iris.arrow'])
    cpSync(path.join(root, 'fixtures', 'tables', name), at(name));
  writeFileSync(at('iris.csv.gz'), gzipSync(readFileSync(at('iris.csv'))));
  // A word far down makes of a column of numbers one of texts, for which the file is read once more.
  const [header, ...rows] = readFileSync(at('iris.csv'), 'utf8').trim().split('\n');
  const many = Array.from({ length: 60 }, () => rows.join('\n'));
  writeFileSync(at('late.csv'), [header, ...many, rows[0].replace(/^[^,]*/, 'a word'), ''].join('\n'));
  const records = rows.map((row) => {
    const fields = row
      .split(',')
      .map((field) => (field.trim() === '' || Number.isNaN(+field) ? field : +field));
    return JSON.stringify(Object.fromEntries(header.split(',').map((name, i) => [name, fields[i]])));
  });
  writeFileSync(at('iris.json'), `[${records.join(',\n')}]\n`);
  writeFileSync(at('iris.jsonl'), `${records.join('\n')}\n`);
  writeFileSync(at('a.idx'), Uint8Array.from([0, 0, 8, 2, 0, 0, 0, 40, 0, 0, 0, 5, ...bytesBelow(200)]));
  cpSync(path.join(root, 'fixtures', 'images', 'shapes'), at('pictures'), { recursive: true });
  for (const words of [
    ['gen-spiral', '40', '3', '-o', 'p.npy'],
    ['train', 'iris.csv', '--epochs', '2', '-q', '-o', 'm.safetensors'],
  ])
    expect((await nn(...words)).stderr, words.join(' ')).toBe('');
});
afterAll(() => rmSync(cwd, { recursive: true }));

const bytesBelow = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Brings a file back to what it was, long ago. */
function restore(name: string, bytes: Uint8Array): void {
  writeFileSync(at(name), bytes);
  utimesSync(at(name), 1000, 1000);
}

const other = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte) => (byte === 0x31 ? 0x32 : byte));

/** What happens to a file, and whether a reader that has it open still sees what it was. */
const changes: readonly {
  readonly name: string;
  readonly change: (file: string, bytes: Uint8Array) => void;
}[] = [
  { name: 'is cut', change: (file, bytes) => truncateSync(file, bytes.length >> 1) },
  { name: 'is emptied', change: (file) => truncateSync(file, 0) },
  { name: 'grows', change: (file, bytes) => appendFileSync(file, bytes.slice(-40)) },
  { name: 'is written anew', change: (file, bytes) => writeFileSync(file, other(bytes)) },
  {
    name: 'is replaced',
    change(file, bytes) {
      writeFileSync(`${file}.new`, other(bytes));
      renameSync(`${file}.new`, file);
    },
  },
  { name: 'is removed', change: (file) => unlinkSync(file) },
];

const quietly = ['--early-stopping', '0', '-o', 'out.safetensors', '--force', '-q'];

const commandsFor = (file: string): string[][] => {
  if (file === 'a.idx')
    return [
      ['show', file],
      ['describe', file],
    ];
  if (file === 'm.safetensors')
    return [
      ['predict', file, 'iris.csv'],
      ['inspect', file],
      ['summary', file],
    ];
  if (file === 'pictures/bars/1.png') return [['describe', 'pictures']];
  if (file === 'a.npz') return ['show', 'shape'].map((command) => [command, `${file}:weights`]);
  if (file === 'late.csv') return [['describe', file]];
  const train = ['train', file, '--epochs', '1', ...quietly];
  if (file === 'p.npy')
    return [train, ['train', file, '--stream', '--stream-rows', '20', '--epochs', '2', '-q', '--run', 'run']];
  return [
    ['predict', 'm.safetensors', file],
    file === 'iris.csv' ? train : ['describe', file],
    ...(file === 'iris.csv' ? [['evaluate', 'm.safetensors', file, '-q']] : []),
  ];
};

/** What a command answers, without seconds that passed. */
async function answer(words: readonly string[]) {
  rmSync(at('run'), { recursive: true, force: true });
  const { stdout, stderr, status } = await nn(...words);
  return { stdout: stdout.replaceAll(/\d+(\.\d+)? m?s\b/g, ''), stderr, status };
}

describe.each(files)('%s, when it', (file) => {
  it.each(changes)('$name while it is read', async ({ change }) => {
    const bytes = readFileSync(at(file));
    for (const words of commandsFor(file)) {
      restore(file, bytes);
      let reads = 0;
      const whole = await withReads(
        at(file),
        (n) => (reads = n),
        () => answer(words),
      );
      expect([whole.status, whole.stderr], words.join(' ')).toEqual([0, '']);
      for (const nth of new Set([1, reads])) {
        restore(file, bytes);
        const found = await withReads(
          at(file),
          (n) => n === nth && change(at(file), bytes),
          () => answer(words),
        );
        const what = `${words.join(' ')}, read ${nth} of ${reads}`;
        if (found.status === 0) expect(found, what).toEqual(whole);
        else {
          expect([found.status, found.stderr], what).toEqual([
            2,
            expect.stringMatching(
              /^error: \S+: (this file changed while it was read|cannot be read: it was removed)/,
            ),
          ]);
          expect(found.stderr.match(/^error:/gm)).toHaveLength(1);
        }
      }
    }
    restore(file, bytes);
  });

  it('cannot be read any further', async () => {
    for (const words of commandsFor(file)) {
      let reads = 0;
      await withReads(
        at(file),
        (n) => (reads = n),
        () => answer(words),
      );
      for (const nth of new Set([1, reads])) {
        const found = await withReads(
          at(file),
          (n) => {
            if (n === nth) throw systemError('EIO');
          },
          () => answer(words),
        );
        expect([found.status, found.stderr], `${words.join(' ')}, read ${nth} of ${reads}`).toEqual([
          2,
          expect.stringMatching(/^error: .*the device failed \(EIO\)\n$/),
        ]);
      }
    }
  });
});

it.each(files)('%s may not be read any more when it is opened once more', async (file) => {
  for (const words of commandsFor(file)) {
    let opens = 0;
    await withOpens(
      at(file),
      (n) => (opens = n),
      () => answer(words),
    );
    for (let nth = 1; nth <= opens; nth++) {
      const found = await withOpens(
        at(file),
        (n) => {
          if (n >= nth) throw systemError('EACCES', 'open');
        },
        () => answer(words),
      );
      expect([found.status, found.stderr], `${words.join(' ')}, opened ${nth} of ${opens} times`).toEqual([
        2,
        expect.stringMatching(/^error: \S+: cannot be read: it is not permitted \(EACCES\)\n$/),
      ]);
    }
  }
});

it.runIf(process.platform === 'linux')('says why what is no file of data cannot be read', async () => {
  for (const [name, reason] of [
    ['/proc/self/mem', /^error: \/proc\/self\/mem: cannot be read: the device failed \(EIO\)\n$/],
    ['/dev/tty', /^error: \/dev\/tty: cannot be read/],
  ] as const) {
    const { status, stderr } = spawnSync('setsid', ['node', program, 'describe', name], {
      cwd,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, expect.stringMatching(reason)]);
  }
});

it.runIf(process.platform !== 'win32')('reads what a pipe gave until its writer died', async () => {
  spawnSync('mkfifo', [at('pipe')]);
  const [header, ...rows] = readFileSync(at('iris.csv'), 'utf8').trim().split('\n');
  const reader = spawn('node', [program, 'describe', 'pipe'], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const text = [header, ...rows.slice(0, 50)].join('\n').slice(0, -20);
  // It says when it has written: opening a pipe waits for its reader.
  const line = `exec > pipe; printf '%s' '${text}'; echo written >&2; sleep 60`;
  const writer = spawn('bash', ['-c', line], { cwd, detached: true });
  writer.stderr.once('data', () => process.kill(-writer.pid!, 'SIGKILL'));
  let stderr = '';
  reader.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const status = await new Promise((resolve) => reader.on('close', resolve));
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: pipe:5\d: /)]);
});

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nnInside, program } from '../support/nn.ts';
import { root } from '../support/workspace.ts';

// Pipes whose writer makes pauses, and pipes whose writer dies: the reader sees a clean end in the middle.

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'nn-pipes-'));
  cpSync(path.join(root, 'fixtures', 'iris.csv'), path.join(cwd, 'iris.csv'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const fixture = (name: string) => readFileSync(path.join(root, 'fixtures', name));
const csv = fixture('iris.csv');
const records = csv
  .toString()
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => JSON.stringify({ length: +row.split(',')[0], species: row.split(',')[4] }));
const jsonl = Buffer.from(`${records.join('\n')}\n`);
/** How many bytes some lines take, the last line end included. */
const upTo = (bytes: Buffer, lines: number) =>
  bytes.toString().split('\n').slice(0, lines).join('\n').length + 1;

interface Stream {
  readonly name: string;
  readonly bytes: Buffer;
  /** How many bytes come before the writer dies. */
  readonly cut: number;
  /** Rows that there are then, or what the error says. */
  readonly gives: number | RegExp;
}

const streams: readonly Stream[] = [
  { name: 'CSV, at the end of a line', bytes: csv, cut: upTo(csv, 51), gives: 50 },
  { name: 'CSV, in a row', bytes: csv, cut: upTo(csv, 51) + 9, gives: /^error: stdin:52: / },
  { name: 'gzip, in the stream', bytes: gzipSync(csv), cut: 600, gives: /^error: stdin: .*gzip/ },
  { name: 'JSONL, at the end of a line', bytes: jsonl, cut: upTo(jsonl, 50), gives: 50 },
  { name: 'JSONL, in a line', bytes: jsonl, cut: upTo(jsonl, 50) + 9, gives: /^error: stdin:51/ },
  {
    name: 'JSON, in the list',
    bytes: Buffer.from(`[${records.join(',')}]`),
    cut: 900,
    gives: /^error: stdin:1:/,
  },
  { name: 'Excel', bytes: fixture('tables/iris.xlsx'), cut: 3000, gives: /^error: stdin: / },
  { name: 'Parquet', bytes: fixture('tables/iris.parquet'), cut: 1500, gives: /^error: stdin: / },
  { name: 'Arrow', bytes: fixture('tables/iris.arrow'), cut: 1500, gives: /^error: stdin: / },
  { name: 'NPY', bytes: fixture('arrays/i64.npy'), cut: 140, gives: /^error: stdin: / },
  { name: 'PNG', bytes: fixture('images/kinds/rgb.png'), cut: 90, gives: /^error: stdin: / },
  { name: 'nothing at all', bytes: csv, cut: 0, gives: /^error: stdin: / },
];

const rowsIn = (stdout: string) => (JSON.parse(stdout) as { rows: number }).rows;

it.each(streams)('a writer that dies: $name', async ({ bytes, cut, gives }) => {
  const { stdout, stderr, status } = await nnInside(['describe', '-', '--json'], {
    cwd,
    input: bytes.subarray(0, cut),
  });
  if (typeof gives === 'number') expect([status, stderr, rowsIn(stdout)]).toEqual([0, '', gives]);
  else {
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(gives)]);
    expect(stderr.match(/^error:/gm)).toHaveLength(1);
  }
});

describe.runIf(process.platform !== 'win32')('a writer that makes pauses', () => {
  it.each(streams.filter(({ name }) => !/in a (?:row|line)$|nothing/.test(name)))(
    'gives what one does that makes none: $name',
    async ({ bytes }) => {
      const words = ['shape', '-', '--json'];
      const whole = await nnInside(words, { cwd, input: bytes });
      const child = spawn('node', [program, ...words], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const closed = new Promise((resolve) => child.on('close', resolve));
      for (const [from, to] of [
        [0, 1],
        [1, 150],
        [150, bytes.length],
      ]) {
        child.stdin.write(bytes.subarray(from, to));
        await setTimeout(150);
      }
      child.stdin.end();
      expect([await closed, stdout, stderr]).toEqual([whole.status, whole.stdout, whole.stderr]);
    },
  );
});

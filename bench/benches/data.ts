import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile } from '../../src/cli/sources.ts';
import { readCsv } from '../../src/formats/csv/read.ts';
import { RandomState } from '../../src/util/random.ts';
import { inTurn, median, missing, nn, peer } from '../measure.ts';
import type { Bench } from '../measure.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nn-bench-'));

/** A CSV of standard normal numbers with a header. */
function writeNumbers(
  name: string,
  rows: number,
  columns: number,
  last?: (row: readonly number[]) => string,
): string {
  const file = path.join(folder, name);
  const out = openSync(file, 'w');
  const random = new RandomState(0);
  const names = Array.from({ length: columns }, (_, c) => `x${c + 1}`);
  writeSync(out, `${[...names, ...(last ? ['label'] : [])].join(',')}\n`);
  let text = '';
  for (let row = 0; row < rows; row++) {
    const values = Array.from({ length: columns }, () => random.standardNormal());
    text += values.map((value) => value.toFixed(6)).join(',');
    text += last ? `,${last(values)}\n` : '\n';
    if (text.length > 1 << 20) {
      writeSync(out, text);
      text = '';
    }
  }
  writeSync(out, text);
  return file;
}

export const csv: Bench = {
  name: 'csv',
  about: 'reading 100 MB of CSV, 548,000 × 20 numbers',
  async run() {
    const file = writeNumbers('numbers.csv', 548_000, 20);
    const mine: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < 5; round++) {
      const began = performance.now();
      await readCsv(await openFile(file), {});
      mine.push(performance.now() - began);
      const result = peer('pandas_read.py', [file])?.result;
      if (result) theirs.push(result.ms);
    }
    const ms = median(mine);
    const against = 'pandas.read_csv, C engine';
    if (theirs.length === 0) return [missing('csv', against, `${ms.toFixed(0)} ms`, 1)];
    const other = median(theirs);
    return [
      {
        bench: 'csv',
        against,
        ours: `${ms.toFixed(0)} ms`,
        theirs: `${other.toFixed(0)} ms`,
        ratio: other / ms,
        target: 1,
      },
    ];
  },
};

/** Reads a file once, in a process of its own: milliseconds, and the most memory it took. */
function readAlone(file: string): { ms: number; megabytes: number } {
  const script = fileURLToPath(new URL('../readCsv.ts', import.meta.url));
  const { stdout } = spawnSync(process.execPath, [...process.execArgv, script, file], { encoding: 'utf8' });
  return JSON.parse(stdout) as { ms: number; megabytes: number };
}

/** Reading must stay below this. */
const MEGABYTES = 300;

export const wideCsv: Bench = {
  name: 'csv-wide',
  about: 'reading CSV of many columns: 2,000 × 5,000 and 200,000 × 100 numbers; time and memory of a process',
  async run() {
    const shapes: readonly [number, number][] = [
      [2000, 5000],
      [200_000, 100],
    ];
    return shapes.flatMap(([rows, columns]) => {
      const bench = `csv ${rows.toLocaleString('en')} × ${columns.toLocaleString('en')}`;
      const file = writeNumbers(`wide-${columns}.csv`, rows, columns);
      const { ours, theirs } = inTurn(
        3,
        () => readAlone(file),
        () => peer('pandas_read.py', [file])?.result,
      );
      const ms = median(ours.map((one) => one.ms));
      const memory = median(ours.map((one) => one.megabytes));
      const memoryRow = {
        bench,
        against: `memory, at most ${MEGABYTES} MB`,
        ours: `${memory.toFixed(0)} MB`,
        theirs: `${MEGABYTES} MB`,
        ratio: MEGABYTES / memory,
        target: 1,
      };
      const against = 'pandas.read_csv, C engine';
      const other = median(theirs.flatMap((result) => result?.ms ?? []));
      const target = 1 / 1.5;
      if (Number.isNaN(other)) return [missing(bench, against, `${ms.toFixed(0)} ms`, target), memoryRow];
      const times = { ours: `${ms.toFixed(0)} ms`, theirs: `${other.toFixed(0)} ms`, ratio: other / ms };
      return [{ bench, against, ...times, target }, memoryRow];
    });
  },
};

export const predict: Bench = {
  name: 'predict',
  about: 'predict 1,000,000 rows × 10, CSV in, CSV out, 10-64-3, as a process',
  async run() {
    const names = ['red', 'green', 'blue'];
    const learn = writeNumbers(
      'learn.csv',
      3000,
      10,
      ([a, b, c]) => names[[a, b, c].indexOf(Math.max(a, b, c))],
    );
    const rows = writeNumbers('rows.csv', 1_000_000, 10);
    const model = path.join(folder, 'm.safetensors');
    nn(['train', learn, '--layers', '10,64,3', '--epochs', '20', '-q', '-o', model]);
    const out = path.join(folder, 'out.csv');
    const { ours, theirs } = inTurn(
      3,
      () => nn(['predict', model, rows, '-o', out, '--force']).ms,
      () => peer('torch_predict.py', [rows, out])?.ms,
    );
    const ms = median(ours);
    const other = median(theirs.filter((time) => time !== undefined));
    const against = 'pandas and PyTorch';
    if (Number.isNaN(other)) return [missing('predict', against, `${ms.toFixed(0)} ms`, 5)];
    return [
      {
        bench: 'predict',
        against,
        ours: `${ms.toFixed(0)} ms`,
        theirs: `${other.toFixed(0)} ms`,
        ratio: other / ms,
        target: 5,
      },
    ];
  },
};

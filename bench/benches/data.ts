import { mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nn } from '../measure.ts';
import type { Bench, Row } from '../measure.ts';

/** Folder of all.parquet, 3 million rows, and tenth.parquet, the first tenth of them; README.md says how to make them. */
const { BENCH_PARQUET } = process.env;

const program = fileURLToPath(new URL('../../bin/nn.js', import.meta.url));
const tellPeak =
  "data:text/javascript,process.on('exit',()=>process.stderr.write(' peak '+process.resourceUsage().maxRSS))";

/** Time and peak memory of a prediction of all rows, written nowhere. */
function predicted(model: string, rows: string): { ms: number; megabytes: number } {
  const began = performance.now();
  const { status, stderr } = spawnSync(
    'node',
    ['--import', tellPeak, program, 'predict', model, rows, '-o', '/dev/null', '--force', '--format', 'csv'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return { ms: performance.now() - began, megabytes: Number(/ peak (\d+)/.exec(stderr)?.[1]) / 1024 };
}

export const parquet: Bench = {
  name: 'parquet',
  about: 'predict 3,000,000 rows × 5 of Parquet as a stream: memory beside that of a tenth of them',
  async run() {
    const against = 'its first tenth';
    const file = (name: string) => path.join(BENCH_PARQUET ?? '', `${name}.parquet`);
    const row = (rest: Omit<Row, 'bench' | 'against'>) => [{ bench: 'parquet', against, ...rest }];
    if (BENCH_PARQUET === undefined || !existsSync(file('all')) || !existsSync(file('tenth')))
      return row({
        ours: 'SKIPPED',
        theirs: 'BENCH_PARQUET: no files',
        ratio: undefined,
        target: undefined,
      });
    const model = path.join(mkdtempSync(path.join(tmpdir(), 'nn-bench-')), 'm.safetensors');
    nn(['train', file('tenth'), '--target', 'x', '--layers', '10,16,1', '--epochs', '1', '-q', '-o', model]);
    const tenth = predicted(model, file('tenth'));
    const all = predicted(model, file('all'));
    return row({
      ours: `${all.megabytes.toFixed(0)} MB, ${(all.ms / 1000).toFixed(1)} s`,
      theirs: `${tenth.megabytes.toFixed(0)} MB, ${(tenth.ms / 1000).toFixed(1)} s`,
      ratio: tenth.megabytes / all.megabytes,
      target: 0.6,
    });
  },
};

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spiral } from '../../src/data/generators/spiral.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { adam } from '../../src/optimizers/adam.ts';
import { fit } from '../../src/train/fit.ts';
import { optimizerSettings } from '../../src/train/choose.ts';
import type { Setup } from '../../src/train/setup.ts';
import { Training } from '../../src/train/training.ts';
import { RandomState } from '../../src/util/random.ts';
import { inTurn, median, missing, nn, peer } from '../measure.ts';
import type { Bench, Row } from '../measure.ts';
import { backendOn } from '../step.ts';

const EPOCHS = 10_001;

/** Microseconds per epoch of the book's run, everything that training does included; median over windows. */
async function ours(): Promise<number> {
  const random = new RandomState(0);
  const data = spiral.generate(random, { sizes: [100, 3], noise: 0, dtype: 'float32' });
  const setup: Setup = {
    spec: parseLayers('2,64,3', { activation: 'relu', outputActivation: 'softmax' }),
    loss: 'cross-entropy',
    smoothing: 0,
    clip: 1e-7,
    match: 'argmax',
    optimizer: 'adam',
    settings: optimizerSettings(adam, {}),
    penalty: {},
    weightDecay: 0,
    learningRate: 0.05,
    schedule: '1/t:5e-7',
    epochs: EPOCHS,
    batchSize: Infinity,
    shuffle: false,
    init: 'nnfs',
    random: random.snapshot(),
    seed: 0,
    patience: 0,
    book: true,
  };
  const train = {
    kind: 'whole',
    x: data.x,
    target: data.labels ?? new Int32Array(0),
    rows: data.rows,
  } as const;
  const world = { backend: await backendOn(1), now: () => performance.now(), interrupted: () => false };
  const run = fit(new Training(setup, { train }, world));
  const windows: number[] = [];
  let epochs = 0;
  let began = performance.now();
  for (let next = run.next(); !next.done; next = run.next()) {
    if (++epochs % 200 !== 0) continue;
    const now = performance.now();
    windows.push(((now - began) / 200) * 1000);
    began = now;
  }
  return median(windows);
}

export const spiralStep: Bench = {
  name: 'spiral-step',
  about: 'one training step, 300 rows, 2-64-3, Adam, full batch',
  async run() {
    const mine: number[] = [];
    const torch: (number | undefined)[] = [];
    const numpy: (number | undefined)[] = [];
    for (let round = 0; round < 5; round++) {
      mine.push(await ours());
      torch.push(peer('torch_train.py', ['2,64,3', 300, 2000, 1])?.result.us);
      numpy.push(peer('nnfs_spiral.py', [2000])?.result.us);
    }
    const us = median(mine);
    const row = (against: string, times: readonly (number | undefined)[]): Row => {
      const theirs = median(times.filter((time) => time !== undefined));
      if (Number.isNaN(theirs)) return missing('spiral-step', against, `${us.toFixed(1)} µs`, 14);
      return {
        bench: 'spiral-step',
        against,
        ours: `${us.toFixed(1)} µs`,
        theirs: `${theirs.toFixed(0)} µs`,
        ratio: theirs / us,
        target: 14,
      };
    };
    return [row('PyTorch, 1 thread', torch), row('NumPy, the book', numpy)];
  },
};

export const spiralProcess: Bench = {
  name: 'spiral-process',
  about: 'the same as a process: CSV in, 10,001 epochs, model saved',
  async run() {
    const folder = mkdtempSync(path.join(tmpdir(), 'nn-bench-'));
    const csv = path.join(folder, 'spiral.csv');
    writeFileSync(csv, nn(['gen-spiral', '100', '3']).stdout);
    const train = [
      ...['train', csv, '--nnfs', '--optimizer', 'adam', '--learning-rate', '0.05', '--lr-decay', '5e-7'],
      ...['-q', '--force', '-o', path.join(folder, 'm.safetensors')],
    ];
    const { ours: mine, theirs } = inTurn(
      3,
      () => nn(train).ms,
      () => ({
        torch: peer('torch_train.py', ['2,64,3', 300, EPOCHS, 1, csv, path.join(folder, 'm.pt')])?.ms,
        numpy: peer('nnfs_spiral.py', [EPOCHS, csv, path.join(folder, 'm.npz')])?.ms,
      }),
    );
    const ms = median(mine);
    const row = (against: string, times: readonly (number | undefined)[]): Row => {
      const other = median(times.filter((time) => time !== undefined));
      if (Number.isNaN(other)) return missing('spiral-process', against, `${ms.toFixed(0)} ms`, 12);
      return {
        bench: 'spiral-process',
        against,
        ours: `${ms.toFixed(0)} ms`,
        theirs: `${other.toFixed(0)} ms`,
        ratio: other / ms,
        target: 12,
      };
    };
    return [
      row(
        'PyTorch script',
        theirs.map(({ torch }) => torch),
      ),
      row(
        'NumPy script',
        theirs.map(({ numpy }) => numpy),
      ),
    ];
  },
};

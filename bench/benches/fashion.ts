import { existsSync } from 'node:fs';
import type { Bound } from '../../src/plan/bind.ts';
import { inTurn, library, median, missing, peer } from '../measure.ts';
import type { Bench, Row } from '../measure.ts';
import { microseconds, stepOf } from '../step.ts';

const FASHION = process.env.BENCH_FASHION ?? '/usr/share/datasets/fashion-mnist';
const BATCH = 128;

interface Network {
  readonly name: string;
  readonly layers: string;
  /** Steps in a measurement. */
  readonly steps: number;
  readonly rounds: number;
  readonly target: number;
  readonly withBlas: number;
}

/** Samples a second of training steps, the better of one and two threads on each side. */
function onFashion({ name, layers, steps, rounds, target, withBlas }: Network): Bench {
  const bench = name === 'mlp' ? 'fashion' : name;
  return {
    name: bench,
    about: `Fashion-MNIST, ${layers}, batch ${BATCH}, Adam: samples/s, better of 1 and 2 threads each`,
    async run() {
      const files = existsSync(`${FASHION}/train-images-idx3-ubyte.gz`);
      const ours = [await stepOf(layers, BATCH, 1), await stepOf(layers, BATCH, 2)];
      const blas = library && [
        await stepOf(layers, BATCH, 1, library),
        await stepOf(layers, BATCH, 2, library),
      ];
      const rate = (all: readonly Bound[]) =>
        (BATCH * 1e6) / Math.min(...all.map((step) => microseconds(step, steps)));
      const { ours: rates, theirs } = inTurn(
        rounds,
        () => [rate(ours), blas ? rate(blas) : Number.NaN],
        () =>
          files
            ? [1, 2].flatMap(
                (threads) => peer('torch_fashion.py', [FASHION, threads, name, steps])?.result.samples ?? [],
              )
            : [],
      );
      const other = median(theirs.filter((both) => both.length > 0).map((both) => Math.max(...both)));
      const text = (samples: number) => `${Math.round(samples).toLocaleString('en')} /s`;
      const row = (label: string, samples: number, wanted: number): Row =>
        Number.isNaN(other)
          ? missing(
              label,
              files ? 'PyTorch' : 'PyTorch (package dataset-fashion-mnist is missing)',
              text(samples),
              wanted,
            )
          : {
              bench: label,
              against: 'PyTorch',
              ours: text(samples),
              theirs: text(other),
              ratio: samples / other,
              target: wanted,
            };
      return [
        row(bench, median(rates.map(([wasm]) => wasm)), target),
        ...(blas ? [row(`${bench}, BLAS`, median(rates.map(([, fast]) => fast)), withBlas)] : []),
      ];
    },
  };
}

export const fashion = onFashion({
  ...{ name: 'mlp', layers: '784,128,128,10', steps: 468, rounds: 5 },
  ...{ target: 2, withBlas: 3 },
});

export const cnn = onFashion({
  name: 'cnn',
  layers: '28x28x1,conv:32:3,relu,maxpool:2,conv:64:3,relu,maxpool:2,flatten,dense:128,relu,dense:10',
  ...{ steps: 20, rounds: 5, target: 1.4, withBlas: 2 },
});

export const lstm = onFashion({
  ...{ name: 'lstm', layers: '28x28,lstm:128,dense:10', steps: 40, rounds: 5 },
  ...{ target: 1.2, withBlas: 1.8 },
});

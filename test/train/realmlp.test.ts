import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitPreprocessing } from '../../src/data/fitPreprocessing.ts';
import { inputColumns } from '../../src/data/inputColumns.ts';
import { encodeFeatures } from '../../src/data/preprocessing.ts';
import { interpretTable } from '../../src/data/reading/interpret.ts';
import { encodeTarget } from '../../src/data/target.ts';
import { readCsv } from '../../src/formats/csv/read.ts';
import { fromFile } from '../../src/model/fileLayout.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parametersOf } from '../../src/network/parameters.ts';
import { realmlp } from '../../src/network/presets/realmlp.ts';
import type { NetworkSpec } from '../../src/network/spec.ts';
import { Predictor } from '../../src/runtime/predictor.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import { wasmBackend } from '../../src/runtime/wasmBackend.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { fitToRows } from '../../src/train/dataInit.ts';
import type { Epoch } from '../../src/train/events.ts';
import { fit } from '../../src/train/fit.ts';
import type { Finished } from '../../src/train/fit.ts';
import type { WholePart } from '../../src/train/part.ts';
import type { Setup } from '../../src/train/setup.ts';
import { Training } from '../../src/train/training.ts';
import { RandomState } from '../../src/util/random.ts';
import { tensorOf } from '../layers/run.ts';
import type { Values } from '../layers/run.ts';
import { golden, sourceOf } from '../support/fixtures.ts';
import { setupOf, still } from '../support/setup.ts';

type Parameters = Readonly<Record<string, Values>>;

interface Case {
  readonly task: 'classes' | 'values';
  readonly csv: string;
  /** Rows to train with, the first ones; the others validate. */
  readonly rows: number;
  readonly seed: number;
  readonly batch: number;
  readonly x: Values;
  readonly y: readonly number[];
  /** Weights as they were drawn, and fitted to the rows. */
  readonly before: Parameters;
  readonly start: Parameters;
  readonly epochs: readonly {
    readonly order: readonly number[];
    readonly rate: number;
    readonly loss: number;
    readonly validation_loss: number;
    /** Share of wrong rows, or the root of the mean squared error. */
    readonly score: number;
  }[];
  readonly best: number;
  readonly answers: Values;
  readonly kept: Parameters;
}

const cases = golden<Case[]>('realmlp.json').map((entry) => [entry.task, entry] as const);

const farthest = (a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>) => {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(Number(value) - Number(b[i]))));
};

/** Rows of the table as nn makes inputs and targets of them, with the encoding of the training rows. */
async function encoded({ csv, rows }: Case) {
  const table = interpretTable(await readCsv(sourceOf(csv), {}));
  const learned = Int32Array.from({ length: rows }, (_, row) => row);
  const choices = { standardize: true, robust: true };
  const { preprocessing } = fitPreprocessing(table, choices, learned);
  const x = Float64Array.from(encodeFeatures(preprocessing, table));
  const y = encodeTarget(preprocessing, table);
  const width = x.length / table.rows;
  const part = (from: number, to: number): WholePart => ({
    ...{ kind: 'whole', x: x.slice(from * width, to * width), target: y.slice(from, to), rows: to - from },
  });
  return { preprocessing, x, y, width, train: part(0, rows), validation: part(rows, table.rows) };
}

type Encoded = Awaited<ReturnType<typeof encoded>>;

/** The network of the preset with narrow layers and without dropout. */
function networkOf({ task }: Case, { preprocessing, width, train }: Encoded): NetworkSpec {
  const layers = realmlp.layers([width], task === 'classes' ? 3 : 1, task).replaceAll('ntp:256', 'ntp:5');
  const { numbers, categories } = inputColumns(preprocessing);
  return parseLayers(layers, {
    activation: 'linear',
    outputActivation: task === 'classes' ? 'softmax' : 'linear',
    columns: { numbers, categories },
    range: { least: Math.min(...train.target), greatest: Math.max(...train.target) },
  });
}

/** Parameters as the engine has them, from those of a file. */
const weightsOf = (spec: NetworkSpec, given: Parameters): Map<string, Tensor> =>
  new Map(
    parametersOf(spec).trainable.map(({ name, spec: parameter }) => [
      name,
      fromFile(parameter, tensorOf(given[name])),
    ]),
  );

/** An option of the preset. */
const option = (name: string): string => String(realmlp.options?.[name]);
const factors = (name: string) =>
  option(name)
    .split(',')
    .map((pair) => pair.split('='))
    .map(([kind, factor]): [string, number] => [kind, Number(factor)]);

/** The preset's options, but for the dropout, which draws. */
function setupFor({ task, seed, batch, epochs }: Case, spec: NetworkSpec): Setup {
  const classes = ['class0', 'class1', 'class2'];
  return setupOf({
    spec,
    loss: task === 'classes' ? 'cross-entropy' : 'mse',
    match: task === 'classes' ? 'argmax' : { tolerance: 0 },
    smoothing: task === 'classes' ? Number(option('labelSmoothing')) : 0,
    optimizer: option('optimizer'),
    settings: {
      beta2: Number(option('beta2')),
      epsilon: Number(option('epsilon')),
      weightDecay: Number(option('weightDecay')),
    },
    schedule: option('schedule'),
    rateFactors: factors('lrFactor'),
    decayFactors: factors('weightDecayFactor'),
    decaySchedule: option('weightDecaySchedule'),
    dropLast: realmlp.options?.dropLast === true,
    ...(option('ties') === 'last' && { lastOfEqual: true }),
    ...realmlp.byTarget?.[task],
    monitor: {
      metric: realmlp.byTarget?.[task].monitor ?? 'loss',
      target: task === 'classes' ? { kind: 'classes', classes } : { kind: 'values', mean: 0, scale: 1 },
    },
    batchSize: batch,
    epochs: epochs.length,
    patience: epochs.length,
    shuffle: true,
    seed,
    random: new RandomState(seed + 1).snapshot(),
  });
}

/** Whole epochs of a run, with the order of their rows, and its end. */
function trained(training: Training): { epochs: (Epoch & { order: number[] })[]; end: Finished } {
  const epochs: (Epoch & { order: number[] })[] = [];
  const run = fit(training);
  for (;;) {
    const { value, done } = run.next();
    if (done) return { epochs, end: value };
    if (value.kind === 'epoch') epochs.push({ ...value, order: [...training.capture().order] });
  }
}

const binary = (name: string) => async () =>
  new Uint8Array(readFileSync(new URL(`../../dist/${name}.wasm`, import.meta.url)));

const backends = [
  ['float64', 1e-9, async () => referenceBackend('float64')],
  ['WebAssembly', 1e-4, () => wasmBackend({ simd: binary('simd'), relaxed: binary('simd') })],
] as const;

describe.each(cases)('RealMLP of %s as NumPy writes it out', (task, entry) => {
  let rows: Encoded;
  let spec: NetworkSpec;
  beforeAll(async () => {
    rows = await encoded(entry);
    spec = networkOf(entry, rows);
  });

  it('inputs: median and quartiles, half of the range where these are equal, 0 where all are, bent into ±3', () => {
    expect([rows.x.length / rows.width, rows.width]).toEqual(entry.x.shape);
    expect(farthest(rows.x, entry.x.data)).toBeLessThan(1e-14);
    expect(farthest(rows.y, entry.y)).toBeLessThan(1e-14);
  });

  describe.each(backends)('%s', (_, tolerance, open) => {
    it('weights that are fitted to the rows', async () => {
      const fitted = fitToRows(spec, await open(), weightsOf(spec, entry.before), rows.train, entry.seed);
      const wanted = weightsOf(spec, entry.start);
      expect([...fitted.keys()]).toEqual([...wanted.keys()]);
      for (const [name, { data }] of fitted)
        expect(farthest(data, wanted.get(name)?.data ?? []), name).toBeLessThan(tolerance);
    });

    it('losses, rates, the best epoch, its weights and answers', async () => {
      const backend = await open();
      const { train, validation } = rows;
      const weights = weightsOf(spec, entry.start);
      const setup = setupFor(entry, spec);
      const { epochs, end } = trained(
        new Training(setup, { train, validation }, still(backend), { weights }),
      );
      expect(epochs).toHaveLength(entry.epochs.length);
      epochs.forEach(({ order, learningRate, loss, validationLoss = NaN, validationAccuracy }, i) => {
        const wanted = entry.epochs[i];
        expect(order).toEqual(wanted.order);
        expect(learningRate).toBeCloseTo(wanted.rate, 15);
        expect(Math.abs(loss - wanted.loss), `epoch ${i}`).toBeLessThan(tolerance);
        expect(Math.abs(validationLoss - wanted.validation_loss), `epoch ${i}`).toBeLessThan(tolerance);
        if (task === 'classes') expect(1 - (validationAccuracy ?? NaN)).toBeCloseTo(wanted.score, 12);
        else expect(Math.sqrt(validationLoss)).toBeCloseTo(wanted.score, 3);
      });
      expect(end.steps).toBe(entry.epochs.length * Math.floor(entry.rows / entry.batch));
      expect(end.bestEpoch).toBe(entry.best);
      const kept = weightsOf(spec, entry.kept);
      for (const [name, { data }] of end.weights)
        expect(farthest(data, kept.get(name)?.data ?? []), name).toBeLessThan(tolerance);
      const answers = new Predictor({ spec, weights: end.weights }, backend).run(
        validation.x,
        validation.rows,
      );
      expect(farthest(answers, entry.answers.data)).toBeLessThan(tolerance);
    });
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  evaluate,
  forecast,
  layerOutputs,
  loadModel,
  predict,
  readTable,
  saveModel,
  tableFromRows,
  train,
} from 'nnsh';
import type { Epoch, TrainOptions } from 'nnsh';
import { afterAll, describe, expect, it } from 'vitest';
import { learningOptionsText } from '../../scripts/learningOptions.ts';
import { caseEnvironment, runInProcess } from '../support/inProcess.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const iris = path.join(root, 'fixtures/iris.csv');
const folder = mkdtempSync(path.join(tmpdir(), 'nn-library-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the command writes to stdout. */
async function nn(...words: readonly string[]): Promise<string> {
  const chunks: string[] = [];
  const decoder = new TextDecoder();
  const code = await runInProcess(words, {
    input: undefined,
    env: caseEnvironment(),
    stdout: (data) => chunks.push(typeof data === 'string' ? data : decoder.decode(data)),
    stderr: () => {},
  });
  expect(code).toBe(0);
  return chunks.join('');
}

/** The bytes of the model that the command learns. */
async function modelOfCommand(name: string, ...words: readonly string[]): Promise<Uint8Array> {
  const file = path.join(folder, `${name}.safetensors`);
  await nn('train', ...words, '-q', '-o', file);
  return new Uint8Array(readFileSync(file));
}

describe('train', () => {
  it('learns what nn train learns, to the bit', async () => {
    const { model, history, best, reason } = await train(await readTable(iris), {
      kernels: 'reference',
      earlyStopping: 20,
    });
    expect(saveModel(model)).toEqual(
      await modelOfCommand('iris', iris, '--kernels', 'reference', '--early-stopping', '20'),
    );
    expect(reason).toBe('early stopping');
    expect(best).toBe(history.find(({ epoch }) => epoch === model.training?.best_epoch));
    expect(best?.validationAccuracy).toBeGreaterThan(0.8);
  });

  it('takes the options of nn train', async () => {
    const table = await readTable(iris);
    const options: TrainOptions = {
      seed: 3,
      kernels: 'reference',
      epochs: 12,
      layers: 'auto,8:tanh,auto',
      optimizer: 'rmsprop',
      batchSize: Infinity,
      learningRate: 0.02,
      drop: ['petal_width'],
      shuffle: false,
      validationSplit: 0.5,
    };
    const words = ['--seed', '3', '--kernels', 'reference', '--epochs', '12', '--layers', 'auto,8:tanh,auto'];
    const more = ['--optimizer', 'rmsprop', '--batch-size', 'full', '--learning-rate', '0.02'];
    const others = ['--drop', 'petal_width', '--no-shuffle', '--validation-split', '0.5'];
    const { model, history, network } = await train(table, options);
    expect(saveModel(model)).toEqual(await modelOfCommand('options', iris, ...words, ...more, ...others));
    expect(history).toHaveLength(12);
    expect(String(network)).toBe('3,8,tanh,3,softmax');
  });

  it('tells of epochs and notes, and can be stopped', async () => {
    const table = await readTable({ text: 'x,y\n1,2\n2,4\n3,\n4,8\n5,10\n6,12\n', name: 'lines.csv' });
    const stop = new AbortController();
    const seen: Epoch[] = [];
    const notes: string[] = [];
    const { history, reason, model } = await train(table, {
      task: 'regression',
      validationSplit: 0,
      signal: stop.signal,
      onNote: (line) => notes.push(line),
      onEpoch(epoch) {
        seen.push(epoch);
        if (epoch.epoch === 4) stop.abort();
      },
    });
    expect(reason).toBe('interrupted');
    expect(seen).toEqual(history);
    expect(history).toHaveLength(5);
    expect(notes).toEqual(['1 row without a target is left out']);
    const prediction = await predict(model, [{ x: 1 }, { x: 6 }]);
    expect(prediction).toMatchObject({ kind: 'values', rows: 2 });
  });

  it('refuses what does not fit', async () => {
    const table = tableFromRows([
      { x: 1, y: 'a' },
      { x: 2, y: 'b' },
      { x: 3, y: 'a' },
    ]);
    // @ts-expect-error a name that is not there
    await expect(train(table, { learningrate: 1 })).rejects.toMatchObject({
      kind: 'usage',
      hint: 'did you mean "learningRate"?',
    });
    await expect(train(table, { epochs: -1 })).rejects.toThrow('expected a whole number of at least 0');
    await expect(train(table, { target: 'z' })).rejects.toThrow('there is no column "z"');
    await expect(train(table, { learningRate: 1e30, optimizer: 'sgd' })).rejects.toMatchObject({
      kind: 'failed',
    });
  });

  it('has the options of nn train, written from their records', async () => {
    const file = path.join(root, 'src/library/learningOptions.ts');
    const told = 'to write it: npx tsx scripts/learningOptions.ts';
    expect(readFileSync(file, 'utf8'), told).toBe(await learningOptionsText());
  });
});

describe('other tasks', () => {
  it('a series is learned and forecast as by the commands', async () => {
    const file = path.join(root, 'fixtures/air-passengers.csv');
    const table = await readTable(file);
    const { columns } = table;
    const [time, target] = [columns[0].name, columns[1].name];
    const options = { time, target, window: 12, epochs: 5, kernels: 'reference' } as const;
    const words = ['--time', time, '--target', target, '--window', '12', '--epochs', '5'];
    const { model } = await train(table, options);
    expect(saveModel(model)).toEqual(
      await modelOfCommand('series', file, ...words, '--kernels', 'reference'),
    );
    const { times, values } = await forecast(model, table, { steps: 3, kernels: 'reference' });
    const told = await nn(
      ...['forecast', path.join(folder, 'series.safetensors'), file, '--steps', '3'],
      ...['--kernels', 'reference', '--format', 'csv', '-q'],
    );
    const rows = told
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(times).toEqual(rows.map(([when]) => when));
    rows.forEach((row, i) => expect(values[i] / Number(row[1])).toBeCloseTo(1, 5));
    await expect(predict(model, table)).rejects.toThrow('predicts no rows');
  });

  it('an autoencoder gives anomaly scores', async () => {
    const table = await readTable(iris);
    const { model } = await train(table, { task: 'reconstruction', epochs: 5, kernels: 'reference' });
    const words = ['--task', 'reconstruction', '--epochs', '5', '--kernels', 'reference'];
    expect(saveModel(model)).toEqual(await modelOfCommand('reconstruction', iris, ...words));
    const prediction = await predict(model, table);
    if (prediction.kind !== 'anomaly') throw new Error(prediction.kind);
    expect(prediction.scores).toHaveLength(150);
    expect([...prediction.reconstructed.keys()]).toContain('petal_length');
  });

  it('an option of another task is refused', async () => {
    const table = await readTable(iris);
    await expect(train(table, { tokens: 'char' })).rejects.toThrow(
      'option tokens is not for the task "table"',
    );
    await expect(train(table, { task: 'language' })).rejects.toMatchObject({ kind: 'usage' });
    const { model } = await train(table, { epochs: 1 });
    await expect(forecast(model, table)).rejects.toThrow('has not learned a time series');
  });
});

describe('a model', () => {
  it('predicts, is measured and shows its layers as the commands do', async () => {
    const file = path.join(folder, 'model.safetensors');
    await nn('train', iris, '-q', '--epochs', '40', '-o', file);
    const model = await loadModel(file);
    const table = await readTable(iris);
    const prediction = await predict(model, table, { kernels: 'reference' });
    if (prediction.kind !== 'classes') throw new Error(prediction.kind);
    const written = await nn('predict', file, iris, '--kernels', 'reference', '--proba', '--format', 'json');
    const rows = JSON.parse(written) as Record<string, number | string>[];
    expect(prediction.labels).toEqual(rows.map((row) => row.prediction));
    expect(prediction.classes).toEqual(['setosa', 'versicolor', 'virginica']);
    rows.forEach((row, i) =>
      expect(prediction.probabilities[3 * i + 1]).toBeCloseTo(Number(row['p(versicolor)']), 6),
    );

    const measured = await evaluate(model, table, { metrics: ['accuracy', 'recall:virginica'] });
    const told = JSON.parse(await nn('evaluate', file, iris, '--json')) as { accuracy: number };
    expect(measured.scores.accuracy).toBeCloseTo(told.accuracy, 12);
    expect(Object.keys(measured.scores)).toEqual(['accuracy', 'recall:virginica']);
    expect(measured.confusion?.flat().reduce((a, b) => a + b)).toBe(150);

    const outputs = await layerOutputs(model, table, { kernels: 'reference' });
    expect(outputs.at(-1)?.data).toEqual(prediction.probabilities);
    expect(outputs.map(({ shape }) => shape)).toEqual([
      [150, 64],
      [150, 64],
      [150, 64],
      [150, 64],
      [150, 3],
      [150, 3],
    ]);
  });

  it('says what it is not asked for', async () => {
    const { model } = await train(await readTable(iris), { epochs: 1 });
    await expect(predict(model, [{ sepal_length: 1 }])).rejects.toMatchObject({ kind: 'input' });
    await expect(predict(model, [[1, 2]])).rejects.toThrow('expected 4 numbers in each row');
    await expect(evaluate(model, await readTable(iris), { metrics: ['acuracy'] })).rejects.toMatchObject({
      hint: 'did you mean "accuracy"?',
    });
    await expect(loadModel(iris)).rejects.toMatchObject({ kind: 'input' });
    await expect(loadModel(new Uint8Array(20))).rejects.toMatchObject({ kind: 'input' });
  });
});

import { defineNetwork, layerOutputs, loadModel, predict, RandomState, saveModel, spiralData } from 'nnsh';
import { describe, expect, it } from 'vitest';
import { golden } from '../support/fixtures.ts';

type Row = [epoch: number, correct: number, loss: number, learningRate: number];
const log = golden<{ ch10_logs_epoch_acc_loss32: Record<string, { cr: Row[] }> }>('nnfs_reference.json')
  .ch10_logs_epoch_acc_loss32['Adam lr.05 d5e-7'].cr;

const xor = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [0, 1, 1, 0],
};

describe('a loop of one’s own', () => {
  it('gives the log of the book, chapter 10, to the bit', async () => {
    const random = new RandomState(0);
    const { x, y } = spiralData(100, 3, { random });
    const trainer = await defineNetwork('2,64,relu,3,softmax').trainer({
      learningRate: 0.05,
      init: 'nnfs',
      random,
      clip: 1e-7,
      kernels: 'reference',
    });
    expect(trainer.kernels).toBe('reference');
    const rows = log.filter(([epoch]) => epoch <= 300);
    expect(rows.length).toBeGreaterThan(5);
    for (const [epoch, correct, loss] of rows) {
      while (trainer.steps < epoch) {
        trainer.learningRate = 0.05 / (1 + 5e-7 * trainer.steps);
        trainer.step(x, y);
      }
      trainer.learningRate = 0.05 / (1 + 5e-7 * epoch);
      const before = trainer.measure(x, y);
      const result = trainer.step(x, y);
      expect([result.loss, result.accuracy]).toEqual([Math.fround(loss), correct / 300]);
      expect(before).toEqual(result);
    }
  });

  it('learns on WebAssembly what the reference learns', async () => {
    const { x, y } = spiralData(50, 3);
    const losses = await Promise.all(
      (['wasm', 'reference'] as const).map(async (kernels) => {
        const trainer = await defineNetwork('2,16,tanh,3,softmax').trainer({ kernels, learningRate: 0.02 });
        for (let step = 0; step < 50; step++) trainer.step(x, y);
        return trainer.measure(x, y).loss;
      }),
    );
    expect(losses[0]).toBeCloseTo(losses[1], 4);
  });

  it('takes batches of any size, penalties, and yes or no', async () => {
    const trainer = await defineNetwork('2,8,tanh,1,sigmoid').trainer({
      learningRate: 0.1,
      l2: 1e-4,
      seed: 1,
    });
    for (let step = 0; step < 200; step++) {
      trainer.step(xor.x.slice(0, 3), xor.y.slice(0, 3));
      trainer.step(xor.x, xor.y);
    }
    const { accuracy, penalty } = trainer.step(xor.x, xor.y);
    expect(accuracy).toBe(1);
    expect(penalty).toBeGreaterThan(0);
    const { shape, data } = trainer.predict(xor.x.slice(1));
    expect(shape).toEqual([3, 1]);
    expect([...data].map((p) => Math.round(Number(p)))).toEqual([1, 1, 0]);
  });

  it('gives a model that can be saved, loaded and asked for its layers', async () => {
    const trainer = await defineNetwork('2,4,relu,2,softmax').trainer();
    trainer.step(xor.x, xor.y);
    const bytes = saveModel(trainer.model());
    const model = await loadModel(bytes);
    expect(saveModel(model)).toEqual(bytes);
    const outputs = await layerOutputs(model, xor.x);
    expect(outputs.map(({ name, type, shape }) => [name, type, ...shape])).toEqual([
      ['dense1', 'dense', 4, 4],
      ['relu1', 'activation', 4, 4],
      ['dense2', 'dense', 4, 2],
      ['softmax1', 'activation', 4, 2],
    ]);
    expect(outputs[1].data).toEqual(outputs[0].data.map((value) => Math.max(0, value)));
    const prediction = await predict(model, xor.x);
    expect(prediction).toEqual({ kind: 'outputs', rows: 4, outputs: outputs[3].data });
    expect(trainer.predict(xor.x).data).toEqual(outputs[3].data);
  });

  it('goes on from the weights of another', async () => {
    const network = defineNetwork('2,4,relu,2,softmax');
    const [first, weights] = [await network.trainer({ seed: 3 }), network.init({ seed: 3 })];
    expect(first.weights()).toEqual(new Map(weights));
    const second = await network.trainer({ weights });
    expect(second.step(xor.x, xor.y)).toEqual(first.step(xor.x, xor.y));
    expect(second.weights()).toEqual(first.weights());
  });

  it('refuses what does not fit', async () => {
    const trainer = await defineNetwork('2,3,softmax').trainer();
    expect(() => trainer.step([[1, 2, 3]], [0])).toThrow('found 3 in row 0, expected 2 numbers in each row');
    expect(() => trainer.step(xor.x, [0, 1])).toThrow('found 2 targets, expected 4 for 4 rows');
    expect(() => trainer.step(xor.x, [0, 1, 2, 3])).toThrow('found 3 at 3, expected a class from 0 to 2');
    await expect(defineNetwork('2,3').trainer({ loss: 'cross' })).rejects.toThrow('unknown loss "cross"');
    await expect(defineNetwork('2,3').trainer({ optimizer: 'adm' })).rejects.toMatchObject({
      kind: 'usage',
      hint: 'did you mean "adam"?',
    });
    await expect(defineNetwork('2,3').trainer({ optimizer: 'adam', momentum: 0.9 })).rejects.toThrow(
      'momentum',
    );
  });
});

it('draws no weights that are fitted to training rows, since it has none', async () => {
  const network = defineNetwork('2,4,relu,2,softmax');
  const message = 'init "data" fits weights to training rows, and there are none here';
  await expect(network.trainer({ init: 'data' })).rejects.toThrow(message);
  expect(() => network.init({ init: 'data' })).toThrow(message);
});

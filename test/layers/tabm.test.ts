import { describe, expect, it } from 'vitest';
import { defineNetwork } from 'nnsh';
import { golden } from '../support/fixtures.ts';
import { fromFile } from '../../src/model/fileLayout.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parametersOf } from '../../src/network/parameters.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import type { Values } from './run.ts';
import { tensorOf } from './run.ts';

interface Measured {
  readonly prediction: Values;
  readonly loss: number;
}

interface Case {
  readonly loss: 'cross-entropy' | 'binary-cross-entropy' | 'mse';
  readonly outputs: number;
  readonly mini: boolean;
  readonly smoothing: number;
  readonly rate: number;
  readonly decay: number;
  readonly x: Values;
  readonly target: Values;
  readonly start: Readonly<Record<string, Values>>;
  readonly before: Measured;
  readonly losses: readonly number[];
  readonly after: Measured;
  readonly end: Readonly<Record<string, Values>>;
}

const folds = { 'cross-entropy': ',softmax', 'binary-cross-entropy': ',sigmoid', mse: '' };

const networkOf = ({ loss, outputs, mini }: Case) =>
  defineNetwork(
    mini
      ? `4,views:3,5,relu,5,relu,members:${outputs}${folds[loss]},mean-members`
      : `4,views:3,batch-ensemble:5:r=false,relu,batch-ensemble:5,relu,members:${outputs}${folds[loss]},mean-members`,
  );

/** Weights as the engine has them, from those of a file. */
function weightsOf(network: ReturnType<typeof networkOf>, given: Case['start']): Map<string, Tensor> {
  const { trainable } = parametersOf(network.spec);
  return new Map(trainable.map(({ name, spec }) => [name, fromFile(spec, tensorOf(given[name]))]));
}

const rowsOf = ({ shape, data }: Values) =>
  Array.from({ length: shape[0] }, (_, i) => data.slice(i * shape[1], (i + 1) * shape[1]));

const farthest = (a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(Number(value) - Number(b[i]))));

const cases = golden<Case[]>('tabm.json');

describe.each([
  ['float64', { dtype: 'float64' }, 1e-11],
  ['float32', { kernels: 'reference' }, 2e-5],
  ['wasm', { kernels: 'wasm' }, 2e-5],
] as const)('%s', (_, backend, tolerance) => {
  it.each(
    cases.map((found) => [found.loss, found.mini ? 'TabM-mini' : 'TabM', found.smoothing, found] as const),
  )(
    '%s, %s, label smoothing %s: losses, averages and weights of five steps equal PyTorch',
    async (loss, __, smoothing, found) => {
      const network = networkOf(found);
      const trainer = await network.trainer({
        ...backend,
        loss,
        optimizer: 'adamw',
        learningRate: found.rate,
        weightDecay: found.decay,
        epsilon: 1e-8,
        labelSmoothing: smoothing,
        weights: weightsOf(network, found.start),
      });
      const x = rowsOf(found.x);
      const { data: y } = found.target;
      const check = ({ prediction, loss: wanted }: Measured) => {
        expect(trainer.predict(x).shape).toEqual(prediction.shape);
        expect(farthest(trainer.predict(x).data, prediction.data)).toBeLessThan(tolerance);
        // The loss of the average is measured without label smoothing there.
        if (smoothing === 0) expect(Math.abs(trainer.measure(x, y).loss - wanted)).toBeLessThan(tolerance);
      };
      check(found.before);
      const losses = found.losses.map(() => trainer.step(x, y).loss);
      expect(farthest(losses, found.losses)).toBeLessThan(tolerance);
      check(found.after);
      const end = weightsOf(network, found.end);
      for (const [name, { data }] of trainer.weights())
        expect(farthest(data, end.get(name)?.data ?? []), name).toBeLessThan(tolerance);
    },
  );
});

describe('one member alone', () => {
  it('is a plain dense network: the same answers, losses and updates', async () => {
    const plain = defineNetwork('4,5,relu,5,relu,3,softmax');
    const one = defineNetwork(
      '4,views:1:ones,batch-ensemble:5,relu,batch-ensemble:5,relu,members:3,softmax,mean-members',
    );
    const { x: given, target } = cases[0];
    const [x, y] = [rowsOf(given), target.data];
    const options = { dtype: 'float64', optimizer: 'sgd', learningRate: 0.1 } as const;
    const a = await plain.trainer(options);
    const drawn = a.weights();
    const tensor = (name: string) =>
      drawn.get(name) ?? { shape: [0], dtype: 'float64', data: new Float64Array(0) };
    const reshaped = (name: string, shape: number[]): Tensor => ({ ...tensor(name), shape });
    const ones = (width: number): Tensor => ({
      shape: [1, width],
      dtype: 'float64',
      data: new Float64Array(width).fill(1),
    });
    const layer = (i: number, inputs: number): [string, Tensor][] => [
      [`batch-ensemble${i}.weight`, tensor(`dense${i}.weight`)],
      [`batch-ensemble${i}.bias`, reshaped(`dense${i}.bias`, [1, 5])],
      [`batch-ensemble${i}.r`, ones(inputs)],
      [`batch-ensemble${i}.s`, ones(5)],
    ];
    const b = await one.trainer({
      ...options,
      weights: new Map([
        ['views1.r', ones(4)],
        ...layer(1, 4),
        ...layer(2, 5),
        ['members1.weight', reshaped('dense3.weight', [1, 5, 3])],
        ['members1.bias', reshaped('dense3.bias', [1, 3])],
      ]),
    });
    expect(farthest(b.predict(x).data, a.predict(x).data)).toBeLessThan(1e-15);
    expect(b.measure(x, y).loss).toBeCloseTo(a.measure(x, y).loss, 14);
    expect(b.step(x, y)).toEqual(a.step(x, y));
    expect(
      farthest(
        b.weights().get('batch-ensemble1.weight')?.data ?? [],
        a.weights().get('dense1.weight')?.data ?? [],
      ),
    ).toBeLessThan(1e-15);
  });
});

describe('the weights of members as they are drawn', () => {
  const drawn = (layers: string) => defineNetwork(layers).init({ seed: 3 });
  const rows = (tensor: Tensor | undefined, width: number) => {
    const values = Array.from(tensor?.data ?? [], Number);
    return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
  };

  it('signs of each input, one for inputs that belong together', () => {
    const weights = drawn('6,views:40:widths=1;3;2,batch-ensemble:5:r=false,members:2,mean-members');
    const views = rows(weights.get('views1.r'), 6);
    expect(views).toHaveLength(40);
    expect(new Set(views.flat())).toEqual(new Set([-1, 1]));
    for (const [, b, c, d, e, f] of views) expect([c, d, f]).toEqual([b, b, e]);
    expect(new Set(views.map(String)).size).toBe(8);
  });

  it('one sign for all inputs of a column of categories', () => {
    const options = { activation: 'relu', outputActivation: 'softmax', inputShape: [5], outputShape: [2] };
    const columns = { numbers: '0+4', categories: '1-3' };
    const { layers } = parseLayers('auto,views:40,members:auto,mean-members', { ...options, columns });
    expect(layers.map(({ type }) => type)).toEqual(['views', 'members', 'activation', 'mean-members']);
    expect(layers[1].options).toMatchObject({ units: 2 });
    const drawn = defineNetwork(JSON.stringify({ input: [5], layers })).init({ seed: 1 });
    const views = rows(drawn.get('views1.r'), 5);
    for (const [, b, c, d] of views) expect([c, d]).toEqual([b, b]);
    expect(new Set(views.map(String)).size).toBe(8);
  });

  it('the same biases for all members, other heads', () => {
    const weights = drawn('4,views:3,batch-ensemble:5,members:2,mean-members');
    const [first, second, third] = rows(weights.get('batch-ensemble1.bias'), 5);
    expect([second, third]).toEqual([first, first]);
    expect(Math.max(...first.map(Math.abs))).toBeLessThanOrEqual(1 / 2);
    const heads = rows(weights.get('members1.weight'), 10);
    expect(new Set(heads.map(String)).size).toBe(3);
    expect(Math.max(...heads.flat().map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(5));
  });
});

describe('what does not fit', () => {
  it.each([
    ['4,members:3', /needs members side by side; its input is 4/],
    ['4x3,views:2', /layer "views" needs a list of numbers; its input is 4x3/],
    ['4,views:2:widths=1;2', /widths=1;2 are 3 inputs, not 4/],
    ['4,views:2:widths=1;x', /widths must be whole numbers of at least 1/],
  ])('%s', (layers, message) => {
    expect(() => defineNetwork(layers)).toThrow(message);
  });

  it('a mean of members in the middle of a network that learns', async () => {
    const trainer = await defineNetwork('4,views:2,3,mean-members,2').trainer();
    expect(trainer.predict([[1, 2, 3, 4]]).shape).toEqual([1, 2]);
    expect(() => trainer.step([[1, 2, 3, 4]], [1, 2])).toThrow(/"mean-members1" .* is not the last one/);
  });
});

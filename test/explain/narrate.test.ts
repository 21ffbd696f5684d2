import { describe, expect, it } from 'vitest';
import { narrateBackward, narrateForward } from '../../src/explain/narrate/index.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parametersOf } from '../../src/network/parameters.ts';
import type { Block } from '../../src/report/result.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { sizeOf } from '../../src/tensor/tensor.ts';
import { stepValues } from '../../src/explain/step.ts';

/**
 * Numbers of a network with weights sin(i + k) in the k-th tensor, running ones 1 + sin²(i), for the row
 * sin(2i) or another one.
 */
function valuesOf(layers: string, { tokens, target = [0] }: { tokens?: number[]; target?: number[] } = {}) {
  const spec = parseLayers(layers, { activation: 'relu', outputActivation: 'softmax' });
  const { trainable, states } = parametersOf(spec);
  const weights = new Map<string, Tensor>([
    ...states.map(({ name, length, spec: { shape } }): [string, Tensor] => [
      name,
      { shape, dtype: 'float64', data: Float64Array.from({ length }, (_, i) => 1 + Math.sin(i) ** 2) },
    ]),
    ...trainable.map(({ name, length, spec: { shape } }, k): [string, Tensor] => [
      name,
      { shape, dtype: 'float64', data: Float64Array.from({ length }, (_, i) => Math.sin(i + k)) },
    ]),
  ]);
  const x = tokens ?? Float64Array.from({ length: sizeOf(spec.input) }, (_, i) => Math.sin(2 * i));
  return stepValues({ spec, weights, loss: 'cross-entropy', x, target });
}

const told = (blocks: readonly Block[]) =>
  blocks.flatMap((block) =>
    block.kind === 'formula' ? [block.plain] : block.kind === 'preformatted' ? block.text.split('\n') : [],
  );

const detail = { units: 999 };

it.each(['lstm:4', 'gru:4', 'rnn:4', 'rnn:4:nonlinearity=relu'])(
  '%s ends in the state that the kernels give',
  (item) => {
    const values = valuesOf(`sequence 5x3,${item},2`);
    const [layer] = values.layers;
    const lines = told(narrateForward(values, { text: '0', at: 0 }, { ...detail, layer: layer.name }));
    layer.output.forEach((value, unit) => {
      const line = lines.findLast((text) => text.startsWith(`h[${unit}] = `)) ?? '';
      const result = Number(/= (-?[\d.e-]+)(?: {3}.*)?$/.exec(line)?.[1]);
      expect(result).toBeCloseTo(value, 4);
    });
  },
);

it('writes a convolution as sums over the window of each output', () => {
  const values = valuesOf('4x5x2,conv:3:2:stride=2:padding=1:groups=1,relu,flatten,2');
  const [layer] = values.layers;
  const lines = told(narrateForward(values, { text: '0', at: 0 }, { ...detail, layer: layer.name }));
  const sums = lines.filter((line) => line.startsWith('y['));
  expect(sums).toHaveLength(layer.output.length);
  sums.forEach((line, output) => {
    const text = line.replaceAll(/\s+/g, ' ');
    expect(Number(text.slice(text.lastIndexOf('= ') + 2))).toBeCloseTo(layer.output[output], 4);
    const [, , products, result] = text.split(' = ');
    if (text.includes('…') || result === undefined) return;
    const added = products
      .replaceAll(' - ', ' + -')
      .split(' + ')
      .reduce((sum, term) => sum + Number(term.replace('--', '')), 0);
    expect(added).toBeCloseTo(Number(result), 3);
  });
  // Corners see one pixel of the image, with two channels; the numbers of the first are x[0,0,·] and
  // W[1,1,·,0].
  const W = layer.parameters[0].values;
  const first = Math.sin(0) * W[(1 * 2 + 1) * 2 * 3] + Math.sin(2) * W[((1 * 2 + 1) * 2 + 1) * 3];
  expect(layer.output[0]).toBeCloseTo(first + Math.sin(1), 9);
});

it('tells only the unit that was asked for', () => {
  const values = valuesOf('4,9,3');
  const lines = told(narrateForward(values, { text: '0', at: 0 }, { ...detail, layer: 'dense1', unit: 7 }));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^z\[7\] = /);
});

/** What the left side of `y[3] = … = 0.5` is worth, by its last number. */
const resultOf = (line: string) => Number(line.slice(line.lastIndexOf('= ') + 2));

/** A product of sums with roots, as the normalisations are written. */
function normalised(line: string): number {
  const [, x, mean, variance, epsilon, scale, shift] =
    /= \((\S+) − (\S+)\) \/ √\((\S+) \+ (\S+)\)·(\S+) \+ (\S+) =/
      .exec(line)
      ?.map((text) => Number(text.replaceAll(/[()]/g, ''))) ?? [];
  return ((x - mean) / Math.sqrt(variance + epsilon)) * scale + shift;
}

it.each(['batchnorm', 'layernorm', 'groupnorm:2'])(
  '%s is told with the numbers that make its outputs',
  (item) => {
    const values = valuesOf(`2x3x4,conv:6:2,${item},flatten,2`);
    const layer = values.layers[1];
    const lines = told(narrateForward(values, { text: '0', at: 0 }, { ...detail, layer: layer.name }));
    expect(lines).toHaveLength(layer.output.length);
    lines.forEach((line, j) => {
      expect(resultOf(line)).toBeCloseTo(layer.output[j], 4);
      expect(normalised(line)).toBeCloseTo(layer.output[j], 3);
    });
  },
);

it.each(['maxpool:2', 'avgpool:3:1:same', 'gap', 'global-max-pool'])(
  '%s is told window by window',
  (item) => {
    const values = valuesOf(`4x5x2,${item},${item.includes('pool:') ? 'flatten,' : ''}2`);
    const [layer] = values.layers;
    const lines = told(narrateForward(values, { text: '0', at: 0 }, { ...detail, layer: layer.name }));
    expect(lines).toHaveLength(layer.output.length);
    lines.forEach((line, at) => {
      expect(resultOf(line)).toBeCloseTo(layer.output[at], 4);
      if (line.includes('…')) return;
      const numbers = (/\((.*)\)/.exec(line)?.[1] ?? '')
        .split(/, | \+ /)
        .map((text) => Number(text.replaceAll(/[()]/g, '')));
      const found = item.startsWith('max') ? Math.max(...numbers) : numbers.reduce((a, b) => a + b) / 9;
      expect(found).toBeCloseTo(layer.output[at], 4);
    });
  },
);

it.each(['attention:2', 'attention:2:causal'])(
  '%s is told by its shares, and its sums are its outputs',
  (item) => {
    const values = valuesOf(`4x4,${item},flatten,2`);
    const [layer] = values.layers;
    const lines = told(
      narrateForward(values, { text: '0', at: 0 }, { ...detail, layer: layer.name, place: 2 }),
    );
    const shares = lines.filter((line) => line.startsWith('head '));
    expect(shares).toHaveLength(2);
    for (const line of shares) {
      const all = [...line.matchAll(/ (\d) \((\S+?)\)/g)].map(([, , share]) => Number(share));
      expect(all).toHaveLength(3);
      if (item.includes('causal')) expect(all.reduce((a, b) => a + b)).toBeCloseTo(1, 3);
      else expect(line).toContain('… 4 steps');
    }
    const sums = lines
      .join('\n')
      .split(/\n(?! )/)
      .filter((text) => text.startsWith('y['));
    sums.forEach((text, j) => {
      const [, , products, result] = text.replaceAll(/\s+/g, ' ').split(' = ');
      const added = products
        .replaceAll(' - ', ' + -')
        .split(' + ')
        .reduce((sum, term) => sum + Number(term.replace('--', '')), 0);
      expect(Number(result)).toBeCloseTo(layer.output[8 + j], 4);
      expect(added).toBeCloseTo(layer.output[8 + j], 3);
    });
  },
);

describe('a sequence with an answer at every step', () => {
  const values = valuesOf('3,embedding:2:4,rnn:3:sequence,4', { tokens: [2, 0, 3], target: [1, 3, 0] });
  const steps = { place: 1, all: [1, 3, 0].map((at) => ({ at, text: `to ${at}` })) };
  const answer = { text: '3', at: 3, classes: ['a', 'b', 'c', 'd'], steps };
  const lines = told(narrateForward(values, answer, { ...detail, place: 1 }));
  const [embedded, , dense] = values.layers;

  it('loses the mean over its steps', () => {
    const each = [1, 3, 0].map((at, t) => -Math.log(values.prediction[t * 4 + at]));
    expect(values.loss).toBeCloseTo((each[0] + each[1] + each[2]) / 3, 12);
    expect(lines.at(-1)).toMatch(/^L = mean of 3 steps = /);
    expect(resultOf(lines.at(-1) ?? '')).toBeCloseTo(values.loss, 4);
    each.forEach((loss, t) => {
      const line = lines.find((text) => text.startsWith(`to ${[1, 3, 0][t]}: `)) ?? '';
      expect(resultOf(line)).toBeCloseTo(loss, 4);
    });
  });

  it('is followed at one of them', () => {
    expect(lines[0]).toContain(`step 2: token 0, W[0] = ${Number(embedded.output[2].toPrecision(5))}`);
    const sums = lines
      .join('\n')
      .split(/\n(?! )/)
      .filter((text) => /^z\[\d\] = .*\*/.test(text));
    expect(sums).toHaveLength(4);
    sums.forEach((text, j) => expect(resultOf(text)).toBeCloseTo(dense.output[4 + j], 4));
    const shares = lines.filter((text) => text.startsWith('p['));
    shares.forEach((text, j) => {
      expect(text).toContain(`= ${Number(values.prediction[4 + j].toPrecision(5))}   class ${'abcd'[j]}`);
    });
  });

  it('has gradients that are the slopes of that mean', () => {
    for (const { gradient, difference } of values.layers.flatMap(({ parameters }) => parameters))
      gradient.forEach((value, i) => expect(difference(i)).toBeCloseTo(value, 7));
  });
});

it('tells the squares of several outputs, and where their gradients begin', () => {
  const spec = parseLayers('2,2', { activation: 'relu', outputActivation: 'linear' });
  const tensor = (shape: number[], data: number[]): Tensor => ({
    shape,
    dtype: 'float64',
    data: Float64Array.of(...data),
  });
  const weights = new Map([
    ['dense1.weight', tensor([2, 2], [1, 2, 3, 4])],
    ['dense1.bias', tensor([2], [0, 1])],
  ]);
  const values = stepValues({ spec, weights, loss: 'mse', x: [1, -1], target: [0, 2] });
  const answer = { text: 'the row again' };
  expect(told(narrateForward(values, answer, detail)).at(-1)).toBe('L = ((-2 − 0)² + (-1 − 2)²) / 2 = 6.5');
  expect(told(narrateBackward(values, answer, detail))).toContain('dz[1] = 2·(-1 − 2) / 2 = -3');
});

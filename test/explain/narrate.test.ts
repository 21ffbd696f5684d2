import { expect, it } from 'vitest';
import { narrateForward } from '../../src/explain/narrate.ts';
import { parseLayers } from '../../src/model/layerString.ts';
import { parametersOf } from '../../src/model/parameters.ts';
import type { Block } from '../../src/report/result.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { sizeOf } from '../../src/tensor/tensor.ts';
import { stepValues } from '../../src/train/step.ts';

/** Numbers of a network with weights sin(i + k) in the k-th tensor, for the row sin(2i). */
function valuesOf(layers: string) {
  const spec = parseLayers(layers, { activation: 'relu', outputActivation: 'softmax' });
  const weights = new Map<string, Tensor>(
    parametersOf(spec).trainable.map(({ name, length, spec: { shape } }, k) => [
      name,
      { shape, dtype: 'float64', data: Float64Array.from({ length }, (_, i) => Math.sin(i + k)) },
    ]),
  );
  const x = Float64Array.from({ length: sizeOf(spec.input) }, (_, i) => Math.sin(2 * i));
  return stepValues({ spec, weights, loss: 'cross-entropy', x, target: 0 });
}

const told = (blocks: readonly Block[]) =>
  blocks.flatMap((block) =>
    block.kind === 'formula' ? [block.plain] : block.kind === 'preformatted' ? block.text.split('\n') : [],
  );

const detail = { units: 999, learningRate: 0.1 };

it.each(['lstm:4', 'gru:4', 'rnn:4', 'rnn:4:nonlinearity=relu'])(
  '%s ends in the state that the kernels give',
  (item) => {
    const values = valuesOf(`sequence 5x3,${item},2`);
    const [layer] = values.layers;
    const lines = told(narrateForward(values, '0', 0, { ...detail, layer: layer.name }));
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
  const lines = told(narrateForward(values, '0', 0, { ...detail, layer: layer.name }));
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
  // Corners see one pixel of the image, with two channels; the numbers of the first are x[0,0,·] and W[1,1,·,0].
  const W = layer.parameters[0].values;
  const first = Math.sin(0) * W[(1 * 2 + 1) * 2 * 3] + Math.sin(2) * W[((1 * 2 + 1) * 2 + 1) * 3];
  expect(layer.output[0]).toBeCloseTo(first + Math.sin(1), 9);
});

it('tells only the unit that was asked for', () => {
  const values = valuesOf('4,9,3');
  const lines = told(narrateForward(values, '0', 0, { ...detail, layer: 'dense1', unit: 7 }));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^z\[7\] = /);
});

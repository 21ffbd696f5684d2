import { describe, expect, it } from 'vitest';
import { narrateBackward, narrateForward } from '../../src/explain/narrate/index.ts';
import { narrateUpdates } from '../../src/explain/narrate/update.ts';
import type { Subject } from '../../src/explain/replica.ts';
import type { StepValues } from '../../src/explain/stepValues.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parametersOf } from '../../src/network/parameters.ts';
import { stepValues } from '../../src/explain/step.ts';
import { updateValues } from '../../src/explain/updates/values.ts';
import { chooseOptimizer } from '../../src/train/choose.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { golden } from '../support/fixtures.ts';
import { difference } from '../plan.ts';

interface Golden {
  readonly sizes: readonly number[];
  readonly x: readonly number[];
  readonly target: number;
  readonly p: readonly number[];
  readonly loss: number;
  readonly layers: readonly Readonly<Record<'z' | 'dz' | 'dW' | 'db' | 'W1' | 'dx', readonly number[]>>[];
}

const cases = golden<Golden[]>('step.json');

const unset = {
  momentum: undefined,
  nesterov: false,
  beta1: undefined,
  beta2: undefined,
  rho: undefined,
  epsilon: undefined,
  weightDecay: undefined,
};

/** Weights that Python makes just so: sin(i + k) in the k-th tensor. */
function subjectOf({ sizes, x, target }: Golden): Subject {
  const spec = parseLayers(sizes.join(','), { activation: 'relu', outputActivation: 'softmax' });
  const weights = new Map<string, Tensor>(
    parametersOf(spec).trainable.map(({ name, length, spec: { shape } }, k) => [
      name,
      { shape, dtype: 'float64', data: Float64Array.from({ length }, (_, i) => Math.sin(i + k)) },
    ]),
  );
  return { spec, weights, loss: 'cross-entropy', x, target: [target] };
}

const valuesOf = (wanted: Golden): StepValues => stepValues(subjectOf(wanted));

const far = (a: readonly number[] | undefined, b: readonly number[]) => difference([...(a ?? [])], [...b]);

describe.each(cases)('a step through $sizes', (wanted) => {
  const values = valuesOf(wanted);
  const answer = { text: 'it', at: wanted.target };
  const dense = values.layers.filter(({ type }) => type === 'dense');

  it('has the numbers of NumPy', () => {
    expect(values.loss).toBeCloseTo(wanted.loss, 12);
    expect(far(values.prediction, wanted.p)).toBeLessThan(1e-12);
    wanted.layers.forEach((layer, i) => {
      const { output, dOutput, dInput, parameters } = dense[i];
      expect(far(output, layer.z)).toBeLessThan(1e-12);
      expect(far(dOutput, layer.dz)).toBeLessThan(1e-12);
      if (i > 0) expect(far(dInput, layer.dx)).toBeLessThan(1e-12);
      expect(far(parameters[0].gradient, layer.dW)).toBeLessThan(1e-12);
      expect(far(parameters[1].gradient, layer.db)).toBeLessThan(1e-12);
    });
  });

  it('has gradients that are the slopes of the loss', () => {
    for (const { gradient, difference: slope } of dense.flatMap(({ parameters }) => parameters))
      gradient.forEach((value, i) => expect(slope(i)).toBeCloseTo(value, 7));
  });

  it('is told in sums that add up to what is said of them', () => {
    const detail = { units: 9 };
    const blocks = [...narrateForward(values, answer, detail), ...narrateBackward(values, answer, detail)];
    const lines = blocks.flatMap((block) =>
      block.kind === 'formula'
        ? [block.plain]
        : block.kind === 'preformatted'
          ? block.text.split(/\n(?! )/)
          : [],
    );
    const sums = lines.filter((line) => /^(z|dx)\[\d+\] = .*\*/.test(line) && !line.includes('…'));
    expect(sums.length).toBeGreaterThan(4);
    for (const line of sums) {
      const [, terms, products, result] = line.replaceAll(/\s+/g, ' ').split(' = ');
      const added = (text: string) =>
        text
          .replaceAll(' - ', ' + -')
          .split(' + ')
          .map((term) =>
            term
              .replaceAll(/[()]/g, '')
              .split('*')
              .map((factor) => Number(factor.replace('--', '')))
              .reduce((a, b) => a * b),
          )
          .reduce((a, b) => a + b);
      // Each number has five digits.
      const slack = 1e-4 * Math.max(1, ...products.split(/ [+-] /).map((text) => Math.abs(Number(text))));
      expect(Math.abs(added(products) - Number(result))).toBeLessThan(slack);
      expect(Math.abs(added(terms) - Number(result))).toBeLessThan(2 * slack);
    }
  });

  it('names the largest products of sums that are not written out whole', () => {
    const text = narrateForward(values, answer, { units: 99 })
      .map((block) => (block.kind === 'preformatted' ? block.text : ''))
      .join('\n');
    const told = [...text.matchAll(/^x\[(\d+)\]·W\[\1,(\d+)\] = .* = (.*)$/gm)];
    const long = dense.filter(({ inputs }) => inputs[0].length > 6);
    expect(told).toHaveLength(long.reduce((sum, { output }) => sum + 3 * output.length, 0));
    let line = 0;
    for (const { inputs, output, parameters } of long) {
      output.forEach((_, j) => {
        const products = inputs[0].map((x, i) => x * parameters[0].values[i * output.length + j]);
        const sorted = products.map(Math.abs).sort((a, b) => b - a);
        for (let n = 0; n < 3; n++) {
          const [, i, unit, product] = told[line++];
          expect(Number(unit)).toBe(j);
          expect(Number(product)).toBeCloseTo(products[Number(i)], 4);
          expect(Math.abs(Number(product))).toBeCloseTo(sorted[n], 4);
        }
      });
    }
  });

  it('updates as gradient descent does', () => {
    const updates = updateValues(subjectOf(wanted), {
      ...chooseOptimizer({ ...unset, optimizer: 'sgd' }),
      learningRate: 0.1,
      steps: 1,
    });
    const [{ parameters }] = updates.all;
    const lines = narrateUpdates(updates, answer, { units: 99 }).flatMap((block) =>
      block.kind === 'preformatted' ? block.text.split('\n') : [],
    );
    wanted.layers.forEach(({ W1 }, i) => {
      const { after, shape } = parameters[2 * i];
      expect(far(after, W1)).toBeLessThan(1e-12);
      W1.forEach((value, at) => {
        const [row, column] = [Math.floor(at / shape[1]), at % shape[1]];
        const end = ` = ${Number(value.toPrecision(5))}`;
        expect(lines.some((line) => line.startsWith(`W[${row},${column}] = `) && line.endsWith(end))).toBe(
          true,
        );
      });
    });
    expect(updates.all[0].loss).toBeCloseTo(wanted.loss, 12);
    expect(updates.after.loss).toBeLessThan(wanted.loss);
  });
});

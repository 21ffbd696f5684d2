import { describe, expect, it } from 'vitest';
import { backThroughTime } from '../../src/explain/narrate/throughTime.ts';
import { narrateBackward } from '../../src/explain/narrate/index.ts';
import { stepValues } from '../../src/explain/step.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parametersOf } from '../../src/network/parameters.ts';
import { golden } from '../support/fixtures.ts';

/** What PyTorch's autograd gives every step; steps of weights are row-major. */
interface Golden {
  readonly cell: string;
  readonly sequence: boolean;
  readonly loss: number;
  readonly dh: readonly (readonly number[])[];
  readonly dc: readonly (readonly number[])[] | null;
  readonly sums: readonly (readonly number[])[];
  readonly dWi: readonly (readonly number[])[];
  readonly dWh: readonly (readonly number[])[];
}

/** Weights sin(i + k) in the k-th tensor, and the row sin(2i). */
function valuesOf(layers: string, target: readonly number[]) {
  const spec = parseLayers(layers, { activation: 'relu', outputActivation: 'softmax' });
  const weights = new Map(
    parametersOf(spec).trainable.map(({ name, length, spec: { shape } }, k) => [
      name,
      { shape, dtype: 'float64' as const, data: Float64Array.from({ length }, (_, i) => Math.sin(i + k)) },
    ]),
  );
  const x = Float64Array.from({ length: 15 }, (_, i) => Math.sin(2 * i));
  return stepValues({ spec, weights, loss: 'cross-entropy', x, target });
}

const close = (values: readonly number[] | undefined, wanted: readonly number[]) => {
  expect(values).toHaveLength(wanted.length);
  wanted.forEach((value, i) => expect(values?.[i]).toBeCloseTo(value, 11));
};

describe.each(golden<Golden[]>('through_time.json').map((one) => [one.cell, one.sequence, one] as const))(
  '%s, sequence %s, back through time',
  (cell, sequence, wanted) => {
    const values = valuesOf(
      `sequence 5x3,${cell}:4${sequence ? ':sequence' : ''},2`,
      sequence ? [0, 1, 0, 1, 0] : [0],
    );
    const [layer] = values.layers;
    const back = backThroughTime(layer);

    it('gives each step what autograd gives it', () => {
      expect(values.loss).toBeCloseTo(wanted.loss, 12);
      expect(back?.states).toHaveLength(5);
      wanted.dh.forEach((dh, t) => close(back?.states[t].h, dh));
      wanted.dc?.forEach((dc, t) => close(back?.states[t].c, dc));
      wanted.sums.forEach((sums, t) => close(back?.past.sums(t), sums));
    });

    it('adds to the weights at each step what autograd adds', () => {
      if (!back) throw new Error('not followed');
      const { past } = back;
      const outer = (a: readonly number[], b: readonly number[]) => a.flatMap((x) => b.map((y) => x * y));
      for (let t = 0; t < 5; t++) {
        close(outer(past.x(t), past.sums(t)), wanted.dWi[t]);
        close(outer(past.before(t), back.cell.ofState(past, t)), wanted.dWh[t]);
      }
      for (const [i, key] of (['dWi', 'dWh'] as const).entries()) {
        const sums = wanted[key][0].map((_, at) => wanted[key].reduce((all, step) => all + step[at], 0));
        close(layer.parameters[i].gradient, sums);
      }
    });

    it('writes equations that end in these numbers', () => {
      const blocks = narrateBackward(values, { text: '0', at: 0 }, { units: 9, layer: layer.name, place: 3 });
      const lines = blocks
        .flatMap((block) => (block.kind === 'preformatted' ? block.text.split(/\n(?! )/) : []))
        .filter((line) => line.startsWith('dh['));
      expect(lines).toHaveLength(4);
      lines.forEach((line, u) => {
        const result = Number(line.slice(line.lastIndexOf('= ') + 2));
        expect(result).toBeCloseTo(wanted.dh[3][u], 4);
      });
    });
  },
);

it('the slope of relu is 0 or 1', () => {
  const values = valuesOf('sequence 5x3,rnn:4:nonlinearity=relu,2', [0]);
  const back = backThroughTime(values.layers[0]);
  if (!back) throw new Error('not followed');
  const lines = [0, 1, 2, 3].flatMap((u) => back.cell.equations(back.past, back.states, 4, u));
  lines.forEach((line, u) => {
    const slope = Number(back.past.gates(4)[u] > 0);
    expect(line).toContain(`·${slope} = `);
  });
});

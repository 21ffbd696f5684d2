import { expect, it } from 'vitest';
import { parseAugment } from '../../../src/augment/index.ts';
import { recurrentPasses } from '../../../src/figures/plot/recurrentPass.ts';
import { networkPass } from '../../../src/figures/plot/networkPass.ts';
import { windowPicture } from '../../../src/figures/plot/window.ts';
import { parseLayers } from '../../../src/network/layerString.ts';
import { parametersOf } from '../../../src/network/parameters.ts';
import { changedRows } from '../../../src/runtime/changedRows.ts';

/** A network whose parameters are `f(name, index)`. */
function networkOf(layers: string, f: (name: string, at: number) => number) {
  const spec = parseLayers(layers, { activation: 'relu', outputActivation: 'linear' });
  const { trainable, states } = parametersOf(spec);
  const weights = new Map(
    [...trainable, ...states].map(({ name, spec: { shape }, length }) => [
      name,
      { shape, dtype: 'float64' as const, data: Float64Array.from({ length }, (_, at) => f(name, at)) },
    ]),
  );
  return { spec, weights };
}

const picture = (model: ReturnType<typeof networkOf>, x: readonly number[], at: string, channel?: number) =>
  windowPicture(
    { name: 'net', model, sample: { x: Float64Array.from(x), heading: 'row 0' } },
    { layer: undefined, at, channel },
  );

it('multiplies a window of the input by the kernel as NumPy does', () => {
  // x = np.arange(16).reshape(4, 4); w = np.arange(1, 10).reshape(3, 3) / 10; filter 1 of 2 has 2·w, bias 0.5.
  const f = (name: string, at: number) =>
    name.endsWith('bias') ? 0.5 * (at + 1) : ((Math.floor(at / 2) + 1) / 10) * ((at % 2) + 1);
  const model = networkOf('4x4x1,conv:2:3:same,relu,flatten,1', f);
  const x = Array.from({ length: 16 }, (_, i) => i);
  const { panels, data, notes = [] } = picture(model, x, '1,2', 1);
  const texts = panels.map(({ marks: [mark] }) => (mark.kind === 'heat' ? Array.from(mark.values) : []));
  // x[0:3, 1:4], 2·w, their product and (x[0:3, 1:4] * 2 * w).sum() + 1 = 70.6
  expect(texts[0]).toEqual([1, 2, 3, 5, 6, 7, 9, 10, 11]);
  [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8].forEach((w, i) => expect(texts[1][i]).toBeCloseTo(w, 12));
  [0.2, 0.8, 1.8, 4, 6, 8.4, 12.6, 16, 19.8].forEach((p, i) => expect(texts[2][i]).toBeCloseTo(p, 12));
  expect(data?.output).toBeCloseTo(70.6, 10);
  expect(notes.join('\n')).toContain('+ bias 1 = 70.6 = conv1[1,2,1]');
});

it('shows the padding around the input, which counts 0', () => {
  const model = networkOf('4x4x1,conv:1:3:same,flatten,1', () => 1);
  const x = Array.from({ length: 16 }, (_, i) => i);
  const { panels, data, notes = [] } = picture(model, x, '0,0');
  expect(data?.padding).toEqual([true, true, true, true, false, false, true, false, false]);
  expect(data?.output).toBe(0 + 1 + 4 + 5 + 1);
  const [{ x: across, marks }] = panels;
  expect(across.names).toEqual(['-1', '0', '1']);
  expect(marks[0].kind === 'heat' && marks[0].texts).toEqual(['·', '·', '·', '·', '0', '1', '·', '4', '5']);
  expect(notes).toContain('5 of 9 places lie in the padding (·) and count 0');
});

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

it('follows an LSTM by the formulas of torch.nn.LSTM', () => {
  const f = (name: string, at: number) => Math.sin(at + (name.includes('hh') ? 2 : 1)) / 2;
  const model = networkOf('3x1,lstm:1,1', f);
  const x = [0.5, -1, 2];
  const [pass] = recurrentPasses(model, x);
  expect(pass).toMatchObject({ layer: 'lstm1', type: 'lstm', time: 3, units: 1, steps: 3, backwards: false });
  const curve = (name: string) => pass.curves.find((one) => one.name === name)?.values ?? [];
  const of = (part: string) =>
    Array.from(
      [...model.weights].find(([name]) => name.startsWith('lstm1') && name.includes(part))?.[1].data ?? [],
    );
  const [Wi, Wh, bi, bh] = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map(of);
  let [h, c] = [0, 0];
  x.forEach((value, t) => {
    const z = (gate: number) => value * Wi[gate] + bi[gate] + h * Wh[gate] + bh[gate];
    const [i, forget, g, o] = [sigmoid(z(0)), sigmoid(z(1)), Math.tanh(z(2)), sigmoid(z(3))];
    c = forget * c + i * g;
    h = o * Math.tanh(c);
    const expected = { i, f: forget, g, o, c, h };
    for (const [name, wanted] of Object.entries(expected)) expect(curve(name)[t]).toBeCloseTo(wanted, 14);
  });
});

it('follows a GRU and an RNN to the states that their layers give', () => {
  for (const type of ['gru', 'rnn']) {
    const model = networkOf(`4x2,${type}:3`, (_, at) => Math.cos(at) / 2);
    const x = [1, 2, -1, 0.5, 0, 3, -2, 1];
    const [pass] = recurrentPasses(model, x);
    const [state] = pass.curves;
    expect(state.values).toHaveLength(4 * 3);
    const output = networkPass(model, x).values?.get(`${type}1`) ?? [];
    state.values.slice(-3).forEach((value, u) => expect(value).toBeCloseTo(output[u], 14));
  }
});

it('changes rows the same way for the same seed, as training does', () => {
  const x = Float64Array.from({ length: 2 * 16 }, (_, i) => i);
  const shape = [4, 4, 1];
  const twice = [1, 1].map((seed) => changedRows(parseAugment('shift:1,noise:0.1'), x, shape, seed));
  expect(twice[0]).toEqual(twice[1]);
  expect(changedRows(parseAugment('shift:1,noise:0.1'), x, shape, 2)).not.toEqual(twice[0]);
  // Nothing is moved by 0, and half of the images are mirrored.
  expect(changedRows(parseAugment('shift:0'), x, shape, 1)).toEqual(x);
  const mirrored = changedRows(
    parseAugment('flip'),
    Float64Array.from({ length: 160 }, (_, i) => i % 2),
    [1, 2, 1],
    1,
  );
  const turned = Array.from({ length: 80 }, (_, row) => mirrored[2 * row]).filter(
    (value) => value === 1,
  ).length;
  expect(turned).toBeGreaterThan(20);
  expect(turned).toBeLessThan(60);
});

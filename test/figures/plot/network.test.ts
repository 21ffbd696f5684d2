import { expect, it } from 'vitest';
import { terminalLines } from '../../../src/charts/terminal.ts';
import { networkChart } from '../../../src/figures/plot/networkChart.ts';
import { networkPass } from '../../../src/figures/plot/networkPass.ts';
import { mix, streamOf } from '../../../src/kernels/counter.ts';
import { inputNames } from '../../../src/data/inputNames.ts';
import { parseLayers } from '../../../src/network/layerString.ts';
import { parametersOf } from '../../../src/network/parameters.ts';

/** A network whose layer number l has the weight f(l, i, j) from i to j. */
function networkOf(layers: string, f: (layer: number, i: number, j: number) => number) {
  const spec = parseLayers(layers, { activation: 'relu', outputActivation: 'softmax' });
  let layer = -1;
  const weights = new Map(
    parametersOf(spec).trainable.map(({ name, key, spec: { shape }, length }) => {
      if (key === 'W') layer++;
      const data = Float64Array.from({ length }, (_, at) =>
        key === 'W' ? f(layer, Math.floor(at / shape[1]), at % shape[1]) : 0,
      );
      return [name, { shape, dtype: 'float64' as const, data }];
    }),
  );
  return { spec, weights };
}

function drawn(layers: string, f: (layer: number, i: number, j: number) => number) {
  const chart = networkChart(networkOf(layers, f), 'net');
  const links = chart.marks.flatMap((mark) => (mark.kind === 'links' ? mark.links : []));
  const nodes = chart.marks.flatMap((mark) => (mark.kind === 'nodes' ? mark.nodes : []));
  return { chart, links, nodes };
}

it('joins every unit with every unit of the next layer by its weight', () => {
  const f = (layer: number, i: number, j: number) => (layer + 1) * (i - 1 + 2 * j) * (j % 2 === 0 ? 1 : -1);
  const { chart, links, nodes } = drawn('2,3,2', f);
  expect(chart.title).toBe('net: 2 → 3 → 2');
  expect(chart.x.names).toEqual(['input', 'hidden\ndense1\nrelu', 'output\ndense2\nsoftmax']);
  expect(chart.x.label).toContain('all 12 connections drawn');
  // In a dense layer a weight of 0 is a connection too.
  expect(links).toHaveLength(2 * 3 + 3 * 2);
  const first = links.filter(({ x }) => x[0] === 0);
  expect(first.map(({ weight }) => weight)).toEqual([-1, -1, 3, 0, -2, 4]);
  expect(first.map(({ text }) => text)).toEqual(['-1', '-1', '3', '0', '-2', '4']);
  expect(first.map(({ name }) => name)).toEqual([
    ...['x0 → 0', 'x0 → 1', 'x0 → 2'],
    ...['x1 → 0', 'x1 → 1', 'x1 → 2'],
  ]);
  expect(first.map(({ share }) => share)).toEqual([0.25, 0.25, 0.75, 0, 0.5, 1]);
  expect(first.map(({ negative }) => negative)).toEqual([true, true, false, false, true, false]);
  // Ends of links are places of units.
  const places = new Set(nodes.map(({ x, y }) => `${x} ${y}`));
  for (const { x, y } of links)
    for (const end of [0, 1] as const) expect(places).toContain(`${x[end]} ${y[end]}`);
});

it('draws the six units of a wide layer with the largest weights behind them', () => {
  // Units 3, 10, 17, … of the layer of 40 matter most.
  const f = (layer: number, i: number) => (layer === 1 && i % 7 === 3 ? 5 : 0.1);
  const { nodes, chart, links } = drawn('2,40,2', f);
  const units = nodes.filter(({ x }) => x === 1).map(({ text }) => text);
  expect(units).toEqual(['3', '10', '17', '24', '31', '38']);
  expect(chart.x.names).toEqual([
    'input',
    'hidden\ndense1\nrelu\n6 of 40 units\n12 of 80 drawn',
    'output\ndense2\nsoftmax\n12 of 80 drawn',
  ]);
  expect(chart.x.label).toContain('24 of 160 connections drawn: of large layers the 6 units with');
  expect(links).toHaveLength(24);
});

it('draws layers of images as boxes', () => {
  const { nodes } = drawn('8x8x1,conv:4:3,relu,flatten,3', () => 0.5);
  expect(nodes.filter(({ box }) => box).map(({ text }) => text)).toEqual(['8x8x1', '6x6x4']);
  // Six of the 144 units of flatten, and the three classes.
  expect(nodes.filter(({ box }) => !box)).toHaveLength(9);
});

it('leads what goes past other layers around them', () => {
  const { links } = drawn('6x6x2,add(conv:2:3:same,relu,conv:2:3:same|),flatten,2', () => 0.5);
  const around = links.filter(({ weight, y }) => weight === undefined && y.some((end) => end > 0));
  expect(around.map(({ x }) => x)).toContainEqual([0, 0.5]);
  expect(around.filter(({ y }) => y[0] === y[1])).toHaveLength(1);
});

it('keeps a unit one circle through normalization, activation and dropout', () => {
  const { chart, links } = drawn('2,3,batchnorm,relu,dropout:0.2,2', () => 0.5);
  expect(chart.x.names).toEqual([
    'input',
    'hidden\ndense1\nbatchnorm\nrelu\ndropout',
    'output\ndense2\nsoftmax',
  ]);
  expect(links).toHaveLength(2 * 3 + 3 * 2);
});

it('joins the units of sums and of what stands side by side one by one', () => {
  const plain = (layers: string) => {
    const { links, nodes } = drawn(layers, () => 0.5);
    const unitAt = (x: number, y: number) => nodes.find((node) => node.x === x && node.y === y)?.text;
    return links
      .filter(({ weight, x }) => weight === undefined && x[1] - x[0] === 1)
      .map(({ x, y }) => [unitAt(x[0], y[0]), unitAt(x[1], y[1])])
      .filter(([from, to]) => from !== undefined && to !== undefined);
  };
  const same = [
    ['0', '0'],
    ['1', '1'],
    ['2', '2'],
  ];
  expect(plain('2,3,add(3|),2')).toEqual(same);
  // The second branch is the next to concat; its units come after the three of the first.
  expect(plain('2,concat(3|4),2')).toEqual([
    ['0', '3'],
    ['1', '4'],
    ['2', '5'],
    ['3', '6'],
  ]);
});

it('names the inputs that a column becomes', () => {
  const target = { kind: 'values', name: 'y', mean: 0, scale: 1 } as const;
  const preprocessing = {
    features: [
      { kind: 'category', name: 'colour', categories: ['blue', 'red'] },
      { kind: 'bins', name: 'age', edges: [20, 30] },
      { kind: 'number', name: 'size', mean: 0, scale: 1 },
    ],
    target,
  } as const;
  expect(inputNames(preprocessing)).toEqual([
    ...['colour=blue', 'colour=red', 'age<20', '20≤age<30', 'age≥30', 'size'],
  ]);
  expect(inputNames({ ...preprocessing, shape: [1, 6, 1] })).toBeUndefined();
});

it('draws weights below 0 dashed, and the weak ones too', () => {
  const lines = (chart: ReturnType<typeof networkChart>, width: number) =>
    terminalLines(chart, { width }).map((line) => line.map(({ text }) => text).join(''));
  const at = (weight: number) =>
    lines(
      networkChart(
        networkOf('1,1', () => weight),
        'net',
      ),
      60,
    );
  const dotsOf = (text: string | undefined) =>
    Array.from(text ?? '').filter((letter) => letter > '⠀' && letter < '⣿').length;
  const [solid, dashed] = [at(2), at(-2)].map((found) => dotsOf(found.find((line) => line.includes('(o)'))));
  expect(solid).toBeGreaterThan(20);
  expect(dashed).toBeLessThan(0.8 * solid);
  expect(dashed).toBeGreaterThan(0.3 * solid);
  // Between the two inputs and the output runs a line from each, however weak one is.
  const [weak] = [drawn('2,1', (_, i) => (i === 0 ? 1 : 0.001)).chart].map((chart) => lines(chart, 80));
  const [upper, lower] = weak.filter((line) => /x[01] \(o\)/.test(line));
  for (const line of [upper, lower]) expect(dotsOf(line)).toBeGreaterThan(3);
  expect(weak.join('\n')).toContain('all 2 connections drawn');
  expect(weak.join('\n')).toMatch(/ 1 .*\n(.*\n)* .* 0\.001 /);
});

it('draws of a sparse layer the connections that there are', () => {
  const { chart, links } = drawn('3,sparse:4:0.5,2', (layer, i, j) => (layer === 0 && (i + j) % 2 ? 0 : 0.5));
  expect(links.filter(({ x }) => x[0] === 0)).toHaveLength(6);
  expect(chart.x.names?.[1]).toBe('hidden\nsparse1\nrelu\n6 of 12 weights');
  expect(chart.x.label).toContain('all 14 connections drawn');
});

it('writes what every unit gives into the circles, and its bias below', () => {
  const model = networkOf('2,3,2', (layer, i, j) => (layer === 0 ? i - j : j));
  const { nodes } = drawn('2,3,2', (layer, i, j) => (layer === 0 ? i - j : j));
  expect(nodes.filter(({ below }) => below === 'b 0')).toHaveLength(5);
  const chart = networkChart(model, 'net', networkPass(model, [1, 2]));
  const values = chart.marks.flatMap((mark) =>
    mark.kind === 'nodes' ? mark.nodes.map(({ value }) => value) : [],
  );
  // relu([1, 2]·[[0, −1, −2], [1, 0, −1]]) = [2, 0, 0]; softmax([0, 2·1]) = [1, e²] / (1 + e²).
  expect(values).toEqual(['1', '2', '2', '0', '0', '0.1192', '0.8808']);
});

it('crosses out the units that dropout switches off in the first step of training', () => {
  const model = networkOf('2,8,relu,dropout:0.5,2', () => 0.5);
  const { off } = networkPass(model, undefined, 7);
  const chart = networkChart(model, 'net', { off });
  const crossed = chart.marks.flatMap((mark) =>
    mark.kind === 'nodes' ? mark.nodes.filter((node) => node.off).map(({ text }) => Number(text)) : [],
  );
  // The mask as its kernel is defined: seed 7, step 0, and the stream of the third layer.
  const base = streamOf(7, 0, 2);
  const expected = [0, 1, 2, 3, 4, 5, 6, 7].filter((unit) => mix(base ^ mix(unit)) >>> 8 < 2 ** 23);
  expect(crossed).toEqual(expected);
  expect(crossed.length).toBeGreaterThan(0);
});

it('is no picture of a network without units', () => {
  expect(() => drawn('8x8x1,conv:4:3,relu', () => 1)).toThrow('no layer of units');
});

import { expect, it } from 'vitest';
import { networkChart } from '../../../src/commands/plot/network.ts';
import { parseLayers } from '../../../src/model/layerString.ts';
import { parametersOf } from '../../../src/model/parameters.ts';

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
  expect(chart.x.names).toEqual(['input', 'dense1 relu', 'dense2 softmax']);
  expect(links).toHaveLength(2 * 3 + 3 * 2);
  const first = links.filter(({ x }) => x[0] === 0);
  expect(first.map(({ weight }) => weight)).toEqual([-1, -1, 3, 0, -2, 4]);
  expect(first.map(({ share }) => share)).toEqual([0.25, 0.25, 0.75, 0, 0.5, 1]);
  expect(first.map(({ negative }) => negative)).toEqual([true, true, false, false, true, false]);
  // Ends of links are places of units.
  const places = new Set(nodes.map(({ x, y }) => `${x} ${y}`));
  for (const { x, y } of links)
    for (const end of [0, 1] as const) expect(places).toContain(`${x[end]} ${y[end]}`);
});

it('draws the ten units of a wide layer with the largest weights behind them', () => {
  // Units 3, 13, 23, … of the layer of 40 matter most.
  const f = (layer: number, i: number) => (layer === 1 && i % 4 === 3 ? 5 : 0.1);
  const { nodes, chart } = drawn('2,40,2', f);
  const units = nodes.filter(({ x }) => x === 1).map(({ text }) => text);
  expect(units).toEqual(['3', '7', '11', '15', '19', '23', '27', '31', '35', '39']);
  expect(chart.x.label).toBe('thickness by |weight| within a layer; of 40 in dense1 the 10 strongest');
});

it('draws layers of images as boxes', () => {
  const { nodes } = drawn('8x8x1,conv:4:3,relu,flatten,3', () => 0.5);
  expect(nodes.filter(({ box }) => box).map(({ text }) => text)).toEqual(['8x8x1', '6x6x4']);
  // Ten of the 144 units of flatten, and the three classes.
  expect(nodes.filter(({ box }) => !box)).toHaveLength(13);
});

it('leads what goes past other layers around them', () => {
  const { links } = drawn('6x6x2,add(conv:2:3:same,relu,conv:2:3:same|),flatten,2', () => 0.5);
  const around = links.filter(({ weight, y }) => weight === undefined && y.some((end) => end > 0));
  expect(around.map(({ x }) => x)).toContainEqual([0, 0.5]);
  expect(around.filter(({ y }) => y[0] === y[1])).toHaveLength(1);
});

it('is no picture of a network without units', () => {
  expect(() => drawn('8x8x1,conv:4:3,relu', () => 1)).toThrow('no layer of units');
});

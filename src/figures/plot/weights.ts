import { usageError } from '../../errors.ts';
import type { Model } from '../../model/file.ts';
import { parametersOf } from '../../network/parameters.ts';
import type { Parameter } from '../../network/parameters.ts';
import { didYouMean } from '../../util/suggest.ts';
import { visible } from '../../util/visible.ts';
import type { Chart } from '../../charts/chart.ts';
import { indexed, parseIndex } from '../../tensor/indexing.ts';
import { transposed, viewOf } from '../../tensor/view.ts';
import { heatChart } from '../arrays/heat.ts';
import type { PlotKind } from './define.ts';
import { columnsOf } from './networkColumns.ts';
import type { Column } from './networkColumns.ts';

/** Greatest magnitude, for a scale with two equal sides. */
const most = (values: readonly number[]) =>
  values.reduce((found, value) => (Math.abs(value) > found ? Math.abs(value) : found), 1e-12);

/** The weights of the layer that is named, or of the first one that has weights of at least `rank` axes. */
export function weightsOf(
  model: Model,
  layer: string | undefined,
  rank: number,
): { parameter: Parameter; values: number[] } {
  const all = parametersOf(model.spec).trainable.filter(
    ({ spec }) => spec.init === 'weight' && spec.shape.length >= rank,
  );
  const parameter = layer === undefined ? all[0] : all.find((found) => found.layer.name === layer);
  const tensor = parameter && model.weights.get(parameter.name);
  if (parameter && tensor) return { parameter, values: Array.from(tensor.data, Number) };
  const names = all.map((found) => found.layer.name);
  throw usageError(
    layer === undefined ? 'this model has no such layer' : `--layer: there are no such weights in "${layer}"`,
    { hint: layer === undefined ? 'nn summary lists its layers' : didYouMean(layer, names) },
  );
}

/** Places of an axis that are named one by one at most. */
const NAMED = { across: 16, down: 32 };

/** An axis with the places 0, 1, … in the middle of the cells, by their names where these are few. */
function axisOf(label: string, count: number, names: readonly string[] | undefined, most: number) {
  const ends = { low: -0.5, high: count - 0.5 };
  return { label, ...ends, ...(names && count <= most && { names: names.map(visible) }) };
}

/** Weights as a heat map: inputs down from the top, units across. */
function matrixChart(
  title: string,
  values: readonly number[],
  names: { readonly inputs: readonly string[] | undefined; readonly units: readonly string[] | undefined },
  columns: number,
): Chart {
  const side = most(values);
  const rows = values.length / columns;
  const down = axisOf('input', rows, names.inputs?.toReversed(), NAMED.down);
  return {
    title,
    x: axisOf('unit', columns, names.units, NAMED.across),
    // Without names it counts from the top.
    y: down.names ? down : { ...down, low: down.high, high: down.low },
    marks: [{ kind: 'heat', columns, rows, values, low: -side, high: side }],
  };
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(i));

/** Names of the inputs and units of a layer: of columns and classes at the ends of a network, else numbers. */
function namesOf(model: Model, layer: string, rows: number, units: number) {
  const columns = columnsOf(model);
  const at = columns.findIndex(({ layers }) => layers.includes(layer));
  const from = columns.find(({ layers }) => layers.includes(columns[at]?.inputs[0] ?? ''));
  const named = (column: Column | undefined, count: number) =>
    column?.units && column.all === count ? numbered(count).map((_, i) => column.name(i)) : undefined;
  return { inputs: named(from, rows), units: named(columns[at], units) };
}

export const weights: PlotKind = {
  name: 'weights',
  words: 'MODEL',
  summary: 'heat map of the weights of a layer, inputs down, units across; --layer names it',
  least: 1,
  most: 1,
  takes: ['layer'],
  network: true,
  async chart(ports, words, options) {
    const { model } = await ports.network(words, options);
    const { parameter, values } = weightsOf(model, options.layer, 2);
    const columns = parameter.spec.shape.at(-1) ?? 1;
    const names = namesOf(model, parameter.layer.name, values.length / columns, columns);
    return matrixChart(parameter.name, values, names, columns);
  },
};

export const filters: PlotKind = {
  name: 'filters',
  words: 'MODEL',
  summary: 'the filters of a convolution side by side, those of its first channel; --layer names it',
  least: 1,
  most: 1,
  takes: ['layer'],
  network: true,
  async chart(ports, words, options) {
    const { model } = await ports.network(words, options);
    const { parameter, values } = weightsOf(model, options.layer, 4);
    const { shape } = parameter.spec;
    const [height, width, , count] = shape;
    const all = viewOf({ shape, dtype: 'float64', data: Float64Array.from(values) });
    const first = indexed(all, parseIndex('[:,:,0]')).view;
    const chart = heatChart(transposed(first, [2, 0, 1]), {
      source: parameter.name,
      most: { rows: 160, columns: 160 },
      tiles: 256,
    });
    return {
      ...chart,
      title: `${parameter.name}: ${count} filters of ${height}x${width}`,
      x: { ...chart.x, label: 'filter = left + below' },
    };
  },
};

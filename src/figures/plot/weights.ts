import { usageError } from '../../errors.ts';
import type { Model } from '../../model/file.ts';
import { parametersOf } from '../../network/parameters.ts';
import type { Parameter } from '../../network/parameters.ts';
import { didYouMean } from '../../util/suggest.ts';
import type { Chart } from '../../charts/chart.ts';
import { indexed, parseIndex } from '../../tensor/indexing.ts';
import { transposed, viewOf } from '../../tensor/view.ts';
import { heatChart } from '../arrays/heat.ts';
import type { PlotKind } from './define.ts';

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

function matrixChart(
  title: string,
  values: readonly number[],
  rows: number,
  columns: number,
  labels: [string, string],
): Chart {
  const side = most(values);
  return {
    title,
    x: { label: labels[1], low: 0, high: columns },
    y: { label: labels[0], low: rows, high: 0 },
    marks: [{ kind: 'heat', columns, rows, values, low: -side, high: side }],
  };
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
    return matrixChart(parameter.name, values, values.length / columns, columns, ['input', 'unit']);
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

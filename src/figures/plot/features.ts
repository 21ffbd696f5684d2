import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import { textAt } from '../../data/table.ts';
import { usageError } from '../../errors.ts';
import { argmaxRows } from '../../runtime/predictor.ts';
import { Runtime } from '../../runtime/runtime.ts';
import { transposed, viewOf } from '../../tensor/view.ts';
import { measure } from '../../util/quantity.ts';
import { didYouMean } from '../../util/suggest.ts';
import type { Chart } from '../../charts/chart.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Computing } from '../../host/backend.ts';
import { heatChart } from '../arrays/heat.ts';
import { openTableModel } from '../../inputs/tableModel.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { PlotKind, PlotOptions } from './define.ts';
import { counted } from '../../util/plural.ts';

/** Maps that are drawn at most, and cells of all of them along each side. */
const MOST_MAPS = 64;
const CELLS = { rows: 128, columns: 128 };

/** What the channels of a layer see in one image. */
async function featureMaps(
  computing: Computing,
  modelPath: string,
  dataPath: string,
  { layer, row = 0, labels }: Pick<PlotOptions, 'layer' | 'row' | 'labels'>,
): Promise<Chart> {
  const { model, preprocessing } = await openTableModel(computing, modelPath);
  const table = await readTable(computing, dataPath, { labels, as: preprocessing, unknownTold: true });
  if (row >= table.rows)
    throw usageError(
      `--row ${row}: there ${table.rows === 1 ? 'is' : 'are'} ${counted(table.rows, 'row')}, counted from 0`,
    );
  const runtime = new Runtime(model.spec, await chooseBackend(computing));
  runtime.setWeights(model.weights);
  const { compiled, bound } = runtime.compile({ mode: 'predict', rows: 1, keepLayers: true });
  const maps = compiled.layers.filter(({ output }) => output.shape.length === 4);
  const names = maps.map(({ resolved }) => resolved.node.name);
  if (maps.length === 0) {
    throw usageError('this network has no feature maps: no layer gives an image', {
      hint: 'nn plot network draws its units; a convolution in --layers makes maps',
    });
  }
  // After the activation of the first convolution, where there is one.
  const first = maps.findIndex(({ resolved }, i) => i > 0 && resolved.node.type === 'activation');
  const chosen = layer === undefined ? Math.max(0, first) : names.indexOf(layer);
  if (chosen < 0) {
    throw usageError(`--layer: "${layer}" gives no feature maps`, { hint: didYouMean(layer ?? '', names) });
  }
  const x = new Float64Array(inputWidth(preprocessing));
  encodeFeatures(preprocessing, table, x, Int32Array.of(row));
  runtime.floats(compiled.x).set(x);
  bound.run();
  const { output } = maps[chosen];
  const [, height, width, channels] = output.shape;
  const data = Float64Array.from(bound.read(output));
  const view = transposed(viewOf({ shape: [height, width, channels], dtype: 'float64', data }), [2, 0, 1]);
  const { target } = preprocessing;
  const column = table.columns.find(({ name }) => name === target.name);
  const actual = column && textAt(columnNamed(table, target.name), row);
  const prediction = Float64Array.from(bound.read(compiled.prediction));
  const answer =
    target.kind === 'classes'
      ? target.classes[argmaxRows(prediction, 1)[0]]
      : measure(prediction[0] * target.scale + target.mean);
  const chart = heatChart(view, {
    source: names[chosen],
    axes: ['channels', 'rows', 'columns'],
    most: CELLS,
    tiles: MOST_MAPS,
  });
  const of = channels > MOST_MAPS ? `${MOST_MAPS} of ${channels} channels` : `${channels} channels`;
  return {
    ...chart,
    title: `${names[chosen]}, row ${row}${actual === undefined ? '' : ` (${target.name} ${actual})`}: predicted ${answer}`,
    x: { ...chart.x, label: `${of} of ${height}x${width}; channel = left + below` },
  };
}

export const features: PlotKind = {
  name: 'features',
  words: 'MODEL DATA',
  summary: 'feature maps: what each channel of a layer sees in one image; --row and --layer choose',
  least: 2,
  most: 2,
  takes: ['layer', 'row', 'labels'],
  chart: (computing, [model, data], options) => featureMaps(computing, model, data, options),
};

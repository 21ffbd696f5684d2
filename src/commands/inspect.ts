import { sparkline } from '../charts/sparkline.ts';
import { encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import { usageError } from '../errors.ts';
import { layerHealth } from '../explain/health.ts';
import type { LayerHealth } from '../explain/diagnosis/define.ts';
import type { RandomAccess } from '../formats/define.ts';
import { readHeader, viewOfEntry } from '../formats/safetensors.ts';
import type { SafetensorsEntry } from '../formats/safetensors.ts';
import { Runtime } from '../model/runtime.ts';
import type { Block, Json, Result } from '../report/result.ts';
import { arrayToString } from '../tensor/print.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { PIECES, readView } from '../tensor/view.ts';
import { bytes, count, measure, percent } from '../util/quantity.ts';
import { didYouMean } from '../util/suggest.ts';
import { chooseBackend } from './backend.ts';
import { BINS, SAMPLE, figuresOf } from './arrayFigures.ts';
import type { Figures } from './arrayFigures.ts';
import type { Context } from './context.ts';
import { defineCommand, flag, text } from './define.ts';
import { labelsOption } from './labels.ts';
import { openTableModel, readTable } from './plot/data.ts';

/** Rows that --data runs through the network at most. */
const ROWS = 4096;

interface Inspected extends Figures {
  readonly entry: SafetensorsEntry;
}

function inspected(file: RandomAccess, entry: SafetensorsEntry, exact: boolean): Inspected {
  return { entry, ...figuresOf(viewOfEntry(file, entry), exact) };
}

const shown = (value: number) => (Number.isNaN(value) ? '' : measure(value));

function tensorTable(all: readonly Inspected[]): Block {
  return {
    kind: 'table',
    columns: [
      { name: 'tensor' },
      { name: 'shape', align: 'right' },
      { name: 'dtype', dropAt: 3 },
      { name: 'range', align: 'right', dropAt: 1 },
      { name: 'mean', align: 'right', dropAt: 4 },
      { name: 'std', align: 'right' },
      { name: 'zeros', align: 'right', dropAt: 2 },
      { name: 'histogram' },
    ],
    rows: all.map(({ entry, statistics: s, heights }) => [
      entry.name,
      shapeToString(entry.shape),
      entry.dtype,
      Number.isNaN(s.min) ? '' : `${shown(s.min)} … ${shown(s.max)}`,
      shown(s.mean),
      shown(s.std),
      s.count === 0 ? '' : percent(s.zeros / s.count),
      s.max > s.min ? sparkline(heights, BINS, 0) : '',
    ]),
  };
}

/** Tensors with numbers that no training leaves. */
function troubles(all: readonly Inspected[]): Block[] {
  return all.flatMap(({ entry, statistics: { nan, infinite } }): Block[] =>
    nan + infinite === 0
      ? []
      : [
          {
            kind: 'warning',
            text: `${entry.name}: ${count(nan)} NaN and ${count(infinite)} infinite of ${count(sizeOf(entry.shape))} elements`,
            hint: 'the run diverged; train again with a smaller learning rate',
          },
        ],
  );
}

/** One tensor with its values. */
function tensorBlocks(
  file: RandomAccess,
  one: Inspected,
  { global: { precision }, width }: Context,
): Block[] {
  const { entry, statistics: s } = one;
  const { shape, dtype } = entry;
  const size = sizeOf(shape);
  const whole = size <= SAMPLE;
  const data = readView(viewOfEntry(file, entry), 0, whole ? size : 1000);
  const values = { shape: whole ? shape : [data.length], dtype, data };
  return [
    {
      kind: 'facts',
      facts: [
        ['tensor', entry.name],
        ['shape', `${shapeToString(shape)}, ${count(size)} elements of ${dtype}, ${bytes(entry.bytes)}`],
        ['min, max', `${shown(s.min)}, ${shown(s.max)}`],
        ['mean ± std', `${shown(s.mean)} ± ${shown(s.std)}`],
        ['zeros', `${count(s.zeros)} of ${count(s.count)}`],
        ['values', sparkline(one.heights, BINS, 0)],
      ],
    },
    { kind: 'preformatted', text: arrayToString(values, { precision, lineWidth: Math.min(75, width) }) },
    ...(whole ? [] : [{ kind: 'text', text: 'its first 1,000 elements' } as const]),
  ];
}

/** What the units of a model do with some rows: which never answer, which always answer the same. */
async function unitHealth(
  context: Context,
  modelPath: string,
  dataPath: string,
  labels: string | undefined,
): Promise<{ rows: number; layers: LayerHealth[] }> {
  const { model, preprocessing } = await openTableModel(context, modelPath);
  const table = await readTable(context, dataPath, { labels, image: preprocessing.shape });
  const rows = Int32Array.from({ length: Math.min(ROWS, table.rows) }, (_, i) => i);
  const x = encodeFeatures(
    preprocessing,
    table,
    new Float64Array(rows.length * inputWidth(preprocessing)),
    rows,
  );
  const runtime = new Runtime(model.spec, await chooseBackend(context));
  runtime.setWeights(model.weights);
  const { compiled, bound } = runtime.compile({ mode: 'predict', rows: rows.length, keepLayers: true });
  runtime.floats(compiled.x).set(x);
  bound.run();
  const last = model.spec.layers.at(-1);
  const layers = compiled.layers.flatMap(({ resolved: { node }, output }): LayerHealth[] =>
    node === last || node.type !== 'activation'
      ? []
      : [layerHealth(node.name, String(node.options.function), bound.read(output), output.shape.at(-1) ?? 1)],
  );
  return { rows: rows.length, layers };
}

function healthBlocks({ rows, layers }: { rows: number; layers: readonly LayerHealth[] }): Block[] {
  return [
    { kind: 'heading', text: `units on ${count(rows)} rows` },
    {
      kind: 'table',
      columns: [
        { name: 'layer' },
        { name: 'activation' },
        { name: 'units', align: 'right' },
        { name: 'never active', align: 'right' },
        { name: 'flat outputs', align: 'right' },
      ],
      rows: layers.map(({ name, activation, units, dead, saturated }) => [
        name,
        activation,
        count(units),
        dead > 0 ? `${dead} (${percent(dead / units)})` : '0',
        percent(saturated),
      ]),
    },
  ];
}

const asJson = ({ entry, statistics, heights, sampled }: Inspected): Json => ({
  name: entry.name,
  shape: entry.shape,
  dtype: entry.dtype,
  ...statistics,
  histogram: heights,
  sampled,
});

export const inspect = defineCommand({
  name: 'inspect',
  about: `The tensors of a safetensors file, of nn or of any other program: shapes, least and greatest value, mean, deviation, zeros, NaN and a histogram each. Only the tensors asked for are read; those of more than ${count(SAMPLE)} elements are sampled in ${PIECES} pieces unless --exact. With --data the units of a model are watched: those that no row activates, and outputs where an activation is flat.`,
  arguments: [{ name: 'model', summary: 'a safetensors file', required: true }],
  options: {
    tensor: text('show one tensor with its values', { placeholder: 'name' }),
    data: text('rows to run through the model, to look at its units', { placeholder: 'file' }),
    labels: labelsOption,
    exact: flag('read every element of large tensors too'),
  },
  examples: [
    { command: 'nn inspect model.safetensors', says: 'all tensors' },
    { command: 'nn inspect model.safetensors --tensor dense1.weight', says: 'one with its values' },
    { command: 'nn inspect model.safetensors --data iris.csv', says: 'dead and saturated units' },
  ],
  async run(context, { args: [path], options: o }): Promise<Result> {
    const file = await context.openRandom(path);
    const { entries, metadata } = readHeader(file, path);
    const { tensor } = o;
    if (tensor !== undefined) {
      const entry = entries.find(({ name }) => name === tensor);
      if (!entry)
        throw usageError(`--tensor: there is no "${tensor}" in ${path}`, {
          hint: didYouMean(
            tensor,
            entries.map(({ name }) => name),
          ),
        });
      const one = inspected(file, entry, o.exact);
      return { blocks: () => tensorBlocks(file, one, context), json: () => asJson(one) };
    }
    const all = entries.map((entry) => inspected(file, entry, o.exact));
    const health = o.data === undefined ? undefined : await unitHealth(context, path, o.data, o.labels);
    const elements = entries.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const sampled = all.filter((one) => one.sampled).length;
    return {
      blocks: () => [
        tensorTable(all),
        {
          kind: 'text',
          text: `${count(entries.length)} tensors, ${count(elements)} elements, ${bytes(file.size)}${sampled > 0 ? `; figures of ${sampled} from a sample, --exact reads them whole` : ''}`,
        },
        ...troubles(all),
        ...(health ? healthBlocks(health) : []),
      ],
      json: () => ({
        file: path,
        tensors: all.map(asJson),
        metadata: { ...metadata },
        ...(health && { rows: health.rows, layers: health.layers.map((layer) => ({ ...layer })) }),
      }),
    };
  },
});

import { sparkline } from '../charts/sparkline.ts';
import { encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import { usageError } from '../errors.ts';
import { layerHealth } from '../explain/health.ts';
import type { LayerHealth } from '../explain/diagnosis/define.ts';
import { readHeader, viewOfEntry } from '../formats/safetensors.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Block, Json, Result } from '../report/result.ts';
import { itemSize } from '../tensor/dtype.ts';
import { arrayToString } from '../tensor/print.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { PIECES, readView } from '../tensor/view.ts';
import type { ArrayView } from '../tensor/view.ts';
import { bytes, count, measure, percent } from '../util/quantity.ts';
import { didYouMean } from '../util/suggest.ts';
import { openArrays } from '../inputs/arrays.ts';
import { chooseBackend } from '../host/backend.ts';
import { BINS, SAMPLE, figuresOf } from '../figures/arrays/figures.ts';
import type { Figures } from '../figures/arrays/figures.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { flag, text } from '../options/define.ts';
import { labelsOption } from '../options/labels.ts';
import { modelFileOf } from '../inputs/modelFile.ts';
import { openTableModel } from '../inputs/tableModel.ts';
import { readTable } from '../inputs/openTable.ts';

/** Rows that --data runs through the network at most. */
const ROWS = 4096;

/** An array of a file by its name. */
interface Named {
  readonly name: string;
  readonly view: ArrayView;
}

interface Inspected extends Figures, Named {}

const inspected = ({ name, view }: Named, exact: boolean): Inspected => ({
  name,
  view,
  ...figuresOf(view, exact),
});

const ARRAYS = /\.(?:npz|zip|npy|idx\d?|ubyte)(?::.*|\.gz)?$/i;

/** What a file holds. Throws an input error for files that are not of tensors. */
async function tensorsIn(
  context: Context,
  path: string,
): Promise<{ all: readonly Named[]; metadata: Readonly<Record<string, string>> }> {
  if (ARRAYS.test(path)) {
    const opened = await openArrays(context, path);
    const name = opened.source.split('/').at(-1) ?? path;
    return { all: 'arrays' in opened ? opened.arrays : [{ name, view: opened.view }], metadata: {} };
  }
  const named = await modelFileOf(context, path);
  const file = await context.files.openRandom(named);
  const { entries, metadata } = readHeader(file, named);
  return { all: entries.map((entry) => ({ name: entry.name, view: viewOfEntry(file, entry) })), metadata };
}

const sizeInFile = ({ view: { shape, dtype } }: Named) => sizeOf(shape) * itemSize[dtype];

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
    rows: all.map(({ name, view, statistics: s, heights }) => [
      name,
      shapeToString(view.shape),
      view.dtype,
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
  return all.flatMap(({ name, view, statistics: { nan, infinite } }): Block[] =>
    nan + infinite === 0
      ? []
      : [
          {
            kind: 'warning',
            text: `${name}: ${count(nan)} NaN and ${count(infinite)} infinite of ${count(sizeOf(view.shape))} elements`,
            hint: 'the run diverged; train again with a smaller learning rate',
          },
        ],
  );
}

/** One tensor with its values. */
function tensorBlocks(one: Inspected, { global: { precision }, screen: { width } }: Context): Block[] {
  const { name, view, statistics: s } = one;
  const { shape, dtype } = view;
  const size = sizeOf(shape);
  const whole = size <= SAMPLE;
  const data = readView(view, 0, whole ? size : 1000);
  const values = { shape: whole ? shape : [data.length], dtype, data };
  return [
    {
      kind: 'facts',
      facts: [
        ['tensor', name],
        ['shape', `${shapeToString(shape)}, ${count(size)} elements of ${dtype}, ${bytes(sizeInFile(one))}`],
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

const asJson = ({ name, view, statistics, heights, sampled }: Inspected): Json => ({
  name,
  shape: view.shape,
  dtype: view.dtype,
  ...statistics,
  histogram: heights,
  sampled,
});

export const inspect = defineCommand({
  name: 'inspect',
  about: `The tensors of a safetensors or NPZ file, of nn or of any other program: shapes, least and greatest value, mean, deviation, zeros, NaN and a histogram each. Only the tensors asked for are read; those of more than ${count(SAMPLE)} elements are sampled in ${PIECES} pieces unless --exact. With --data the units of a model are watched: those that no row activates, and outputs where an activation is flat.`,
  arguments: [{ name: 'model', summary: 'a safetensors, NPZ, NPY or IDX file', required: true }],
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
    const { all: found, metadata } = await tensorsIn(context, path);
    const { tensor } = o;
    if (tensor !== undefined) {
      const named = found.find(({ name }) => name === tensor);
      if (!named) {
        const names = found.map(({ name }) => name);
        throw usageError(`--tensor: there is no "${tensor}" in ${path}`, { hint: didYouMean(tensor, names) });
      }
      const one = inspected(named, o.exact);
      return { blocks: () => tensorBlocks(one, context), json: () => asJson(one) };
    }
    const all = found.map((one) => inspected(one, o.exact));
    const health = o.data === undefined ? undefined : await unitHealth(context, path, o.data, o.labels);
    const elements = found.reduce((sum, { view }) => sum + sizeOf(view.shape), 0);
    const size = found.reduce((sum, one) => sum + sizeInFile(one), 0);
    const sampled = all.filter((one) => one.sampled).length;
    return {
      blocks: () => [
        tensorTable(all),
        {
          kind: 'text',
          text: `${count(found.length)} ${found.length === 1 ? 'tensor' : 'tensors'}, ${count(elements)} elements, ${bytes(size)}${sampled > 0 ? `; figures of ${sampled} from a sample, --exact reads them whole` : ''}`,
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

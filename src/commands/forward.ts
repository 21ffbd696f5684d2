import { toTable } from '../formats/convert.ts';
import { spiral } from '../data/generators/spiral.ts';
import { encodeFeatures } from '../data/preprocessing.ts';
import { inputError, usageError } from '../errors.ts';
import { cutNote, sumBlocks } from '../explain/write.ts';
import { load } from '../formats/load.ts';
import { parseInit } from '../initializers/index.ts';
import type { Compiled } from '../runtime/compile.ts';
import type { Model } from '../model/file.ts';
import { parseLayers } from '../network/layerString.ts';
import { initialize } from '../network/parameters.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Bound } from '../plan/bind.ts';
import type { Block, Json, Result } from '../report/result.ts';
import { arrayToString } from '../tensor/print.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { RandomState } from '../util/random.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { flag, integer, text } from '../options/define.ts';
import { layersText } from '../inputs/layersText.ts';
import { openModel } from '../inputs/modelFile.ts';
import { networkOptions } from '../options/train.ts';

interface Inputs {
  readonly x: Float32Array | Float64Array;
  readonly rows: number;
  readonly says: string;
}

/** Rows of numbers for `inputs` inputs. Throws when there are fewer columns. */
async function readInputs(
  context: Context,
  argument: string | undefined,
  inputs: number,
  model: Model | undefined,
): Promise<Inputs> {
  const { inputFormat, header } = context.global;
  const source = await context.files.open(argument);
  const table = toTable(await load(source, { inputFormat, ...(header !== undefined && { header }) }));
  const { rows } = table;
  const says = source.name;
  if (model?.preprocessing) return { x: encodeFeatures(model.preprocessing, table), rows, says };
  if (table.columns.length < inputs) {
    throw inputError(`found ${table.columns.length} columns, but the network takes ${inputs} inputs`, {
      where: { source: table.source },
      hint: `begin --layers with ${table.columns.length}`,
    });
  }
  if (table.columns.length > inputs)
    context.screen.note(`the first ${inputs} of ${table.columns.length} columns are the inputs`);
  const x = new Float64Array(rows * inputs);
  table.columns.slice(0, inputs).forEach((column, c) => {
    if (column.kind === 'category')
      throw inputError(`column "${column.name}": expected numbers, found "${column.categories[0]}"`, {
        where: { source: table.source },
      });
    for (let row = 0; row < rows; row++) x[row * inputs + c] = column.values[row];
  });
  return { x, rows, says };
}

function tensorOf(bound: Bound, handle: Compiled['x'], dtype: Tensor['dtype']): Tensor {
  return { shape: handle.shape, dtype, data: bound.read(handle).slice() };
}

/** Head and tail rows of a matrix in NumPy's print format. */
function preview(tensor: Tensor, { global: { precision }, screen: { width: columns } }: Context): string {
  const lineWidth = Math.min(75, columns);
  const { shape } = tensor;
  const width = sizeOf(shape.slice(1));
  const matrix = { ...tensor, shape: [shape[0], width] };
  if (shape[0] <= 10) return arrayToString(matrix, { precision, lineWidth, threshold: Infinity });
  return arrayToString(matrix, { precision, lineWidth, threshold: 1 });
}

/** Units whose sums are written out. */
const UNITS = 8;

/** The weighted sums of one row through one dense layer. */
function explainDense(x: Tensor, W: Tensor, b: Tensor | undefined, y: Tensor, row: number): Block[] {
  const [k, units] = W.shape;
  const inputs = Array.from({ length: k }, (_, i) => Number(x.data[row * k + i]));
  const column = (j: number) => Array.from({ length: k }, (_, i) => Number(W.data[i * units + j]));
  const shown = Math.min(units, UNITS);
  return [
    { kind: 'text', text: `row ${row}, unit by unit:  z[j] = Σᵢ x[i]·W[i,j]${b ? ' + b[j]' : ''}` },
    ...cutNote(k),
    ...Array.from({ length: shown }, (_, j) =>
      sumBlocks(`z[${j}]`, inputs, column(j), {
        sum: Number(y.data[row * units + j]),
        bias: b ? Number(b.data[j]) : undefined,
        placeOf: (i) => `x[${i}]·W[${i},${j}]`,
      }),
    ).flat(),
    ...(units > shown ? [{ kind: 'text', text: `… and ${units - shown} more units` } as const] : []),
  ];
}

export const forward = defineCommand({
  name: 'forward',
  about:
    'Runs rows through a network and shows what every layer gives. Weights are drawn from the seed (0.1 · randn, zero biases) unless --init or --weights says otherwise.\n\nWith no data it is the script of the study notes: nnfs.init(), spiral_data(100, 3), then the layers, all from one stream of random numbers.',
  arguments: [
    { name: 'data', summary: 'rows of numbers; a pipe or the spiral when left out', required: false },
  ],
  options: {
    ...networkOptions,
    weights: text('take network and weights from a model file', { placeholder: 'file', group: 'Network' }),
    layer: integer('show one layer only, counted from 1', { min: 1 }),
    explain: flag('write out the weighted sums of one row'),
    row: integer('the row that --explain follows, from 0', { default: 0, min: 0 }),
    nnfs: flag('weights 0.01 · randn as in the book instead of 0.1 · randn'),
  },
  examples: [
    { command: 'nn forward --layers 2,5,2', says: "the notes' spiral script" },
    {
      command: 'nn forward notes.json --layers 4,5,2 --activation linear --dtype float64',
      says: 'your own rows',
    },
    { command: 'nn forward iris.csv --weights model.safetensors --layer 2', says: 'inside a trained model' },
  ],
  async run(context, { args: [argument], options: o }): Promise<Result> {
    const { seed, dtype } = context.global;
    const model = o.weights === undefined ? undefined : await openModel(context, o.weights);
    if (!model && o.layers === undefined)
      throw usageError('the network is missing', {
        hint: 'give --layers 2,5,2, or --weights model.safetensors',
      });
    const spec =
      model?.spec ??
      parseLayers(await layersText(context, o.layers ?? ''), {
        activation: o.activation,
        outputActivation: o.outputActivation === 'auto' ? 'linear' : o.outputActivation,
      });
    const random = new RandomState(seed);
    const inputs = sizeOf(spec.input);
    let read: Inputs;
    if (argument === undefined && !context.files.hasPipe()) {
      if (inputs !== 2) {
        throw usageError(`no data, and the spiral that stands in for it has 2 features, not ${inputs}`, {
          hint: 'name a file, or begin --layers with 2',
        });
      }
      const { x, rows } = spiral.generate(random, { sizes: [100, 3], noise: 0, dtype });
      read = { x, rows, says: `spiral_data(100, 3), seed ${seed}` };
    } else read = await readInputs(context, argument, inputs, model);

    const runtime = new Runtime(spec, await chooseBackend(context, { exact: true }));
    if (model) runtime.setWeights(model.weights);
    else {
      const choice = parseInit(o.init ?? (o.nnfs ? 'nnfs' : 'normal:0.1'));
      initialize(
        spec,
        runtime.memory.table.trainable,
        runtime.floats(runtime.memory.parameters),
        choice,
        random,
      );
    }
    const { compiled, bound } = runtime.compile({ mode: 'predict', rows: read.rows, keepLayers: true });
    runtime.floats(compiled.x).set(read.x);
    bound.run();
    const x = { shape: [read.rows, inputs], dtype, data: read.x } satisfies Tensor;
    const outputs = compiled.layers.map(({ output }) => tensorOf(bound, output, dtype));
    const result = outputs.at(-1) ?? x;
    const bad = result.data.findIndex((value) => !Number.isFinite(Number(value)));
    if (bad >= 0)
      throw inputError(
        `the output of row ${Math.floor((bad * read.rows) / result.data.length)} is not a finite number`,
        { hint: 'look for NaN, infinities or huge numbers in the input' },
      );
    if (o.layer !== undefined && o.layer > outputs.length)
      throw usageError(`--layer ${o.layer}: the network has ${outputs.length} layers`);
    if (o.row >= read.rows) throw usageError(`--row ${o.row}: there are ${read.rows} rows`);
    const weights = runtime.weights();
    const wanted = compiled.layers
      .map((layer, i) => ({ layer, i }))
      .filter(({ i }) => o.layer === undefined || o.layer === i + 1);

    const describe = (): Block[] =>
      wanted.flatMap(({ layer: { resolved, inputs: from }, i }): Block[] => {
        const { node, inferred } = resolved;
        const before = compiled.layers.findIndex(({ output }) => output === from[0]);
        const input = before < 0 ? x : outputs[before];
        const W = weights.get(`${node.name}.weight`);
        const shapes = [
          `${i + 1}. ${node.name}: ${shapeToString(input.shape)} → ${shapeToString(inferred.output)}`,
          ...(W ? [`weights ${shapeToString(W.shape)}`] : []),
        ].join(', ');
        const explained =
          o.explain && W?.shape.length === 2
            ? explainDense(input, W, weights.get(`${node.name}.bias`), outputs[i], o.row)
            : [];
        return [
          { kind: 'heading', text: shapes },
          { kind: 'preformatted', text: preview(outputs[i], context) },
          ...explained,
        ];
      });
    const nestedRows = ({ shape, data }: Tensor): Json => {
      const width = sizeOf(shape.slice(1));
      return Array.from({ length: shape[0] }, (_, r) =>
        Array.from(data.subarray(r * width, (r + 1) * width), Number),
      );
    };
    const chosen = o.layer === undefined ? result : outputs[o.layer - 1];
    const flat: Tensor = { ...chosen, shape: [read.rows, sizeOf(chosen.shape.slice(1))] };
    return {
      blocks: () => [
        {
          kind: 'text',
          text: `input: ${read.says}, shape ${shapeToString([read.rows, ...spec.input])}, a sample a row`,
        },
        ...describe(),
      ],
      json: () => ({
        input: { source: read.says, shape: [read.rows, ...spec.input] },
        layers: wanted.map(({ layer: { resolved }, i }) => {
          const { name } = resolved.node;
          const W = weights.get(`${name}.weight`);
          const b = weights.get(`${name}.bias`);
          return {
            name,
            type: resolved.node.type,
            shape: outputs[i].shape,
            ...(W && { weights: nestedRows(W) }),
            ...(b && { biases: Array.from(b.data, Number) }),
            output: nestedRows(outputs[i]),
          };
        }),
      }),
      ...(!o.explain && { data: { kind: 'array' as const, tensor: flat } }),
    };
  },
});

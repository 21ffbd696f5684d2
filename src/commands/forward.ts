import { spiral } from '../data/generators/spiral.ts';
import { inputError, usageError } from '../errors.ts';
import { layerOutputs } from '../explain/layerOutputs.ts';
import type { LayerOutput } from '../explain/layerOutputs.ts';
import { passResult } from '../figures/network/forward.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Computing } from '../host/backend.ts';
import { parseInit } from '../initializers/index.ts';
import { openModel } from '../inputs/modelFile.ts';
import { readNetwork } from '../inputs/networkSpec.ts';
import { readRows } from '../inputs/rows.ts';
import type { InputRows } from '../inputs/rows.ts';
import type { Model } from '../model/file.ts';
import { initialize } from '../network/parameters.ts';
import { flag, integer, text } from '../options/define.ts';
import type { GlobalOptions } from '../options/globals.ts';
import { networkOptions } from '../options/train/network.ts';
import type { Result } from '../report/result.ts';
import { Runtime } from '../runtime/runtime.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { RandomState } from '../util/random.ts';
import { defineCommand } from './define.ts';

/**
 * The book's first data set, for a network without data.
 *
 * @throws NnError('usage') where it does not fit
 */
function spiralRows({ seed, dtype }: GlobalOptions, random: RandomState, inputs: number): InputRows {
  if (inputs !== 2) {
    throw usageError(`no data, and the spiral that stands in for it has 2 features, not ${inputs}`, {
      hint: 'name a file, or begin --layers with 2',
    });
  }
  const { x, rows } = spiral.generate(random, { sizes: [100, 3], noise: 0, dtype });
  return { x, rows, source: `spiral_data(100, 3), seed ${seed}` };
}

/** @throws NnError('usage') where the network has no such layer, or the data no such row */
function checkChosen(layer: number | undefined, row: number, layers: number, rows: number): void {
  if (layer !== undefined && layer > layers)
    throw usageError(`--layer ${layer}: the network has ${layers} layers`);
  if (row >= rows) throw usageError(`--row ${row}: there are ${rows} rows`);
}

/** @throws NnError('input') where a number of the last output is not finite */
function checkFinite(layers: readonly LayerOutput[], { x, rows }: InputRows): void {
  const data = layers.at(-1)?.output.data ?? x;
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw inputError(`the output of row ${Math.floor((bad * rows) / data.length)} is not a finite number`, {
    hint: 'look for NaN, infinities or huge numbers in the input',
  });
}

/** A network with a model's weights, or with weights drawn as --init says. */
async function runtimeOf(
  computing: Computing,
  spec: Model['spec'],
  model: Model | undefined,
  init: string,
  random: RandomState,
): Promise<Runtime> {
  const runtime = new Runtime(spec, await chooseBackend(computing, { exact: true }));
  const { table, parameters } = runtime.memory;
  if (model) runtime.setWeights(model.weights);
  else initialize(spec, table.trainable, runtime.floats(parameters), parseInit(init), random);
  return runtime;
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
    const { seed, dtype, precision } = context.global;
    const model = o.weights === undefined ? undefined : await openModel(context, o.weights);
    if (!model && o.layers === undefined)
      throw usageError('the network is missing', {
        hint: 'give --layers 2,5,2, or --weights model.safetensors',
      });
    const spec = model?.spec ?? (await readNetwork(context, o));
    // Data, then weights, from one stream of random numbers as in the book.
    const random = new RandomState(seed);
    const inputs = sizeOf(spec.input);
    const read =
      argument === undefined && !context.files.hasPipe()
        ? spiralRows(context.global, random, inputs)
        : await readRows(context, argument, inputs, model?.preprocessing);
    const init = o.init ?? (o.nnfs ? 'nnfs' : 'normal:0.1');
    const runtime = await runtimeOf(context, spec, model, init, random);
    const layers = layerOutputs(runtime, { shape: [read.rows, inputs], dtype, data: read.x });
    checkFinite(layers, read);
    checkChosen(o.layer, o.row, layers.length, read.rows);
    return passResult(
      {
        source: read.source,
        shape: [read.rows, ...spec.input],
        layers,
        weights: runtime.weights(),
      },
      {
        layer: o.layer,
        explainedRow: o.explain ? o.row : undefined,
        precision,
        width: context.screen.width,
      },
    );
  },
});

import { inputError, usageError } from '../errors.ts';
import type { LayerOutput } from '../explain/layerOutputs.ts';
import { passResult } from '../figures/network/forward.ts';
import { isTyped } from '../model/typed.ts';
import type { InputRows } from '../inputs/rows.ts';
import { flag, integer } from '../options/define.ts';
import { networkSourceOptions } from '../options/networkSource.ts';
import type { Result } from '../report/result.ts';
import { forwardPass, writeForwardModel } from '../runs/forward.ts';
import { defineCommand } from './define.ts';
import { counted } from '../util/plural.ts';

/** @throws NnError('usage') where the network has no such layer, or the data no such row */
function checkChosen(layer: number | undefined, row: number, layers: number, rows: number): void {
  if (layer !== undefined && layer > layers)
    throw usageError(`--layer ${layer}: the network has ${counted(layers, 'layer')}`);
  if (row >= rows)
    throw usageError(`--row ${row}: there ${rows === 1 ? 'is' : 'are'} ${counted(rows, 'row')}`);
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

export const forward = defineCommand({
  name: 'forward',
  about:
    'Runs rows through a network and shows what every layer gives. Weights are drawn from the seed (0.1 · randn, zero biases) unless --init or --weights says otherwise. Networks with given weights, or with none, compute in float64 as NumPy does, unless the weights are stored in float32; those that are drawn or trained in float32. --dtype decides for all.\n\nWith no data it is the script of the study notes: nnfs.init(), spiral_data(100, 3), then the layers, all from one stream of random numbers.',
  arguments: [
    {
      name: 'model',
      summary: 'a model file, a run or network.json; left out with --layers, --model or --weights',
      required: false,
    },
    {
      name: 'data',
      summary: 'rows of numbers, an array or a file; a pipe or the spiral when left out',
      required: false,
    },
  ],
  options: {
    ...networkSourceOptions,
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
  async run(context, { args, options: o, given }): Promise<Result> {
    const init = o.init ?? (o.nnfs ? 'nnfs' : undefined);
    const pass = await forwardPass(context, args, {
      ...o,
      init,
      dtypeGiven: given.dtype !== undefined,
    });
    const { model, rows, layers, weights } = pass;
    checkFinite(layers, rows);
    checkChosen(o.layer, o.row, layers.length, rows.rows);
    const ownOutput = await writeForwardModel(context, pass);
    const result = passResult(
      {
        source: rows.source,
        shape: [rows.rows, ...model.spec.input],
        layers,
        weights,
        single: rows.single ?? false,
        typed: isTyped(model) && !model.drawn,
      },
      {
        layer: o.layer,
        explainedRow: o.explain ? o.row : undefined,
        precision: context.global.precision,
        width: context.screen.width,
      },
    );
    return { ...result, ownOutput };
  },
});

import { encodeClasses, encodeFeatures, encodeValues } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import { textAt } from '../data/table.ts';
import { columnNamed } from '../data/columns.ts';
import { inputError, usageError } from '../errors.ts';
import { narrateBackward, narrateForward } from '../explain/narrate.ts';
import { digits } from '../explain/write.ts';
import type { StepValues } from '../explain/stepValues.ts';
import type { Model } from '../model/file.ts';
import { stepValues } from '../train/step.ts';
import type { Block, Json, Result } from '../report/result.ts';
import { didYouMean } from '../util/suggest.ts';
import { defineCommand, integer, number, text } from './define.ts';
import { labelsOption } from './labels.ts';
import { openModel } from './modelFile.ts';
import { openTableModel, readTable } from './plot/data.ts';
import { planResult } from './summary.ts';

const KINDS = ['forward', 'backward', 'step', 'plan'];
/** Columns of a row that are told. */
const COLUMNS = 8;

/** One row: its inputs and what the answer was to be. */
function sampleOf(model: Model, preprocessing: Preprocessing, table: Table, row: number, source: string) {
  if (row >= table.rows) throw usageError(`--row ${row}: there are ${table.rows} rows, counted from 0`);
  const rows = Int32Array.of(row);
  const size = model.spec.input.reduce((a, b) => a * b, 1);
  const x = encodeFeatures(preprocessing, table, new Float64Array(size), rows);
  const { target } = preprocessing;
  const text = textAt(columnNamed(table, target.name), row);
  if (text === undefined)
    throw inputError(`row ${row} has no value in target "${target.name}"`, { where: { source } });
  if (target.kind === 'classes') {
    const at = encodeClasses(target, table)[row];
    return { x, target: at, text, at };
  }
  const scaled = encodeValues(target, table)[row];
  const plain = target.mean === 0 && target.scale === 1;
  const told = `t = (${text} − ${digits(target.mean)}) / ${digits(target.scale)} = ${digits(scaled)}`;
  return { x, target: [scaled], text: plain ? text : told, at: undefined };
}

/** Where the inputs of the network come from. */
function inputBlock(preprocessing: Preprocessing, table: Table, row: number, x: ArrayLike<number>): Block {
  const { features } = preprocessing;
  const plain = features.length === x.length;
  const lines = features.slice(0, COLUMNS).map((feature, i) => {
    const found = table.columns.find(({ name }) => name === feature.name);
    const raw = found && textAt(found, row);
    if (feature.kind !== 'number' || !plain) return `${feature.name}  ${raw ?? 'missing'}`;
    const scaled = feature.mean !== 0 || feature.scale !== 1;
    if (!scaled) return `x[${i}] = ${feature.name} = ${digits(x[i])}`;
    return `x[${i}] = (${feature.name} − mean) / deviation = (${raw ?? digits(feature.mean)} − ${digits(feature.mean)}) / ${digits(feature.scale)} = ${digits(x[i])}`;
  });
  if (features.length > COLUMNS) lines.push(`… and ${features.length - COLUMNS} more columns`);
  return { kind: 'preformatted', equations: true, text: lines.join('\n') };
}

/** Throws a usage error unless there is such a layer, and such a unit of it. */
function checkPlace({ layers }: StepValues, layer: string | undefined, unit: number | undefined): void {
  if (layer === undefined) {
    if (unit === undefined) return;
    throw usageError('--unit needs --layer', { hint: 'such as --layer dense1 --unit 3' });
  }
  const found = layers.find(({ name }) => name === layer);
  if (!found) {
    const names = layers.map(({ name }) => name);
    throw usageError(`--layer: there is no layer "${layer}"`, { hint: didYouMean(layer, names) });
  }
  if (unit !== undefined && unit >= found.output.length)
    throw usageError(`--unit ${unit}: ${layer} has ${found.output.length} outputs, counted from 0`);
}

const asJson = (values: StepValues, learningRate: number): Json => ({
  input: values.x,
  loss: values.loss,
  lossName: values.lossName,
  prediction: values.prediction,
  learningRate,
  layers: values.layers.map(({ name, type, inputs, output, dOutput, dInput, parameters }) => ({
    name,
    type,
    inputs,
    output,
    ...(dOutput && { outputGradient: dOutput }),
    ...(dInput && { inputGradient: dInput }),
    parameters: parameters.map((parameter) => ({
      name: parameter.name,
      shape: parameter.shape,
      values: parameter.values,
      gradient: parameter.gradient,
      updated: parameter.values.map((value, i) => value - learningRate * parameter.gradient[i]),
    })),
  })),
});

export const explain = defineCommand({
  name: 'explain',
  about:
    'Follows one row through a training step with every number: forward the weighted sums, activations and the loss; backward the chain rule layer by layer, each gradient beside the difference quotient of the loss; step both, and what gradient descent makes of the weights. All in float64 by the reference kernels, without penalties and without changing the model. --format markdown gives the formulas as LaTeX, --json all arrays whole.',
  arguments: [
    {
      name: 'part',
      summary: 'forward, backward or step; plan: the kernel calls of one answer',
      required: true,
    },
    { name: 'model', summary: 'a model file written by nn train', required: true },
    { name: 'data', summary: 'rows with their target; - or nothing reads a pipe', required: false },
  ],
  options: {
    row: integer('which row, from 0', { default: 0, min: 0 }),
    units: integer('how many units of a layer, and weights of a unit, are written out', {
      default: 3,
      min: 1,
    }),
    layer: text('only this layer', { placeholder: 'name' }),
    unit: integer('with --layer: only this unit of it, from 0', { min: 0 }),
    learningRate: number('step size of the update', { default: 0.1, above: 0 }),
    labels: labelsOption,
  },
  examples: [
    {
      command: 'nn explain step iris.safetensors iris.csv --row 0',
      says: 'a whole training step of one flower',
    },
    { command: 'nn explain forward m.safetensors data.csv --units 100', says: 'all sums' },
    { command: 'nn explain step m.safetensors data.csv --layer dense2 --unit 7', says: 'one unit' },
    {
      command: 'nn explain step m.safetensors data.csv --format markdown',
      says: 'for a notebook, with LaTeX',
    },
  ],
  async run(context, { args: [part, modelPath, dataPath], options: o }): Promise<Result> {
    if (!KINDS.includes(part))
      throw usageError(`nn explain: there is no part "${part}"`, { hint: didYouMean(part, KINDS) });
    if (part === 'plan') return planResult((await openModel(context, modelPath)).spec);
    const { model, preprocessing } = await openTableModel(context, modelPath);
    const { shape } = preprocessing;
    const table = await readTable(context, dataPath ?? '-', { labels: o.labels, image: shape });
    const { x, target, text, at } = sampleOf(model, preprocessing, table, o.row, table.source);
    const values = stepValues({
      spec: model.spec,
      weights: model.weights,
      loss: model.loss ?? (at === undefined ? 'mse' : 'cross-entropy'),
      x,
      target,
    });
    checkPlace(values, o.layer, o.unit);
    const detail = { units: o.units, layer: o.layer, unit: o.unit, learningRate: o.learningRate };
    const { name } = preprocessing.target;
    const actual = textAt(columnNamed(table, name), o.row) ?? '';
    return {
      blocks: () => [
        { kind: 'heading', text: `row ${o.row} of ${table.source}: ${name} is ${actual}` },
        inputBlock(preprocessing, table, o.row, x),
        ...(part === 'backward' ? [] : narrateForward(values, text, at, detail)),
        ...(part === 'forward' ? [] : narrateBackward(values, at, detail, part === 'step')),
      ],
      json: () => asJson(values, o.learningRate),
    };
  },
});

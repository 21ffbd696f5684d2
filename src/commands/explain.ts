import { inputError, usageError } from '../errors.ts';
import { narrateBackward, narrateForward } from '../explain/narrate/index.ts';
import type { StepValues } from '../explain/stepValues.ts';
import { stepValues } from '../explain/step.ts';
import type { Json, Result } from '../report/result.ts';
import { didYouMean } from '../util/suggest.ts';
import { defineCommand } from './define.ts';
import { integer, number, text } from '../options/define.ts';
import { labelsOption } from '../options/labels.ts';
import { openModel } from '../inputs/modelFile.ts';
import { lossOf, openSamples } from '../tasks/openSamples.ts';
import { planResult } from '../figures/network/plan.ts';

const KINDS = ['forward', 'backward', 'step', 'plan'];

/** @throws NnError('usage') unless there is such a layer, and such a unit of it */
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
    'Follows one row through a training step with every number: forward the weighted sums, activations and the loss; backward the chain rule layer by layer, each gradient beside the numerical gradient; step both, and what gradient descent makes of the weights. All in float64 by the reference kernels, in inference mode: without dropout and penalties, batch normalization by its running statistics; the model is not changed. --format markdown gives the formulas as LaTeX, --json all arrays whole.',
  arguments: [
    {
      name: 'part',
      summary: 'forward, backward or step; plan: the kernel calls of one prediction',
      required: true,
    },
    { name: 'model', summary: 'a model file written by nn train', required: true },
    {
      name: 'data',
      summary: 'rows with their target, a series or a text; - or nothing reads a pipe',
      required: false,
    },
  ],
  options: {
    row: integer('which row, window of a series or passage of a text, from 0', { default: 0, min: 0 }),
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
    if (part === 'plan' && dataPath !== undefined)
      throw usageError(`nn explain plan takes no data, found "${dataPath}"`, {
        hint: 'the plan is the same for every row',
      });
    if (part === 'plan') return planResult((await openModel(context, modelPath)).spec);
    const { model, samples } = await openSamples(context, modelPath, dataPath, o.labels);
    const { count, unit, source, labelled } = samples;
    if (o.row >= count) throw usageError(`--row ${o.row}: there are ${count} ${unit[1]}, counted from 0`);
    if (!labelled.includes(o.row))
      throw inputError(`${unit[0]} ${o.row} has no value in its target`, { where: { source } });
    const { x, target } = samples.encode(Int32Array.of(o.row));
    const { spec, weights } = model;
    const values = stepValues({ spec, weights, loss: lossOf(model), x, target });
    checkPlace(values, o.layer, o.unit);
    const { heading, inputs, answer } = samples.describe(o.row);
    const detail = {
      units: o.units,
      layer: o.layer,
      unit: o.unit,
      learningRate: o.learningRate,
      place: answer.steps?.place,
    };
    return {
      blocks: () => [
        { kind: 'heading', text: heading },
        inputs,
        ...(part === 'backward' ? [] : narrateForward(values, answer, detail)),
        ...(part === 'forward' ? [] : narrateBackward(values, answer, detail, part === 'step')),
      ],
      json: () => asJson(values, o.learningRate),
    };
  },
});

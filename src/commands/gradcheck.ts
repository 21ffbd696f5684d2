import { inputError } from '../errors.ts';
import { checkGradients } from '../explain/gradcheck.ts';
import { gradientsResult } from '../figures/gradients.ts';
import type { Steps } from '../host/screen.ts';
import type { Result } from '../report/result.ts';
import { defineCommand } from './define.ts';
import { integer, number, text } from '../options/define.ts';
import { networkArguments } from '../inputs/network.ts';
import { networkSourceOptions } from '../options/networkSource.ts';
import { networkSamples } from '../runs/networkModel.ts';
import { labelsOption } from '../options/labels.ts';
import { lossOf } from '../tasks/openSamples.ts';

export const gradcheck = defineCommand({
  name: 'gradcheck',
  about:
    'Compares the gradient of every parameter with the numerical gradient, (L(w + h) − L(w − h)) / 2h, in float64 on some rows: whether backpropagation does what calculus says. Dropout has the same mask in every run. Large layers are sampled. Exit code 1 when one is further off than --tolerance.',
  arguments: [
    {
      name: 'model',
      summary: 'a model file, a run or network.json; left out with --layers, --model or --weights',
      required: false,
    },
    {
      name: 'data',
      summary: 'rows with their target, a series or a text; - or nothing reads a pipe',
      required: false,
    },
  ],
  options: {
    rows: integer('how many rows, windows or passages', { default: 8, min: 1 }),
    samples: integer('how many elements of a parameter', { default: 64, min: 1 }),
    tolerance: number('greatest relative difference', { default: 1e-4, above: 0 }),
    target: text('what the network should have answered, of rows without a target', {
      placeholder: 'value',
    }),
    labels: labelsOption,
    ...networkSourceOptions,
  },
  examples: [{ command: 'nn gradcheck iris.safetensors iris.csv', says: 'all layers of a model' }],
  async run(context, { args, options: o }): Promise<Result> {
    const { model, samples } = await networkSamples(context, networkArguments(args, o), o);
    const { labelled, unit, source } = samples;
    const size = Math.min(o.rows, labelled.length);
    // Evenly spread, since files are often in order of their classes.
    const chosen = Int32Array.from(
      { length: size },
      (_, i) => labelled[Math.floor((i * labelled.length) / size)],
    );
    if (size === 0) throw inputError(`found no ${unit[1]} with a target`, { where: { source } });
    let steps: Steps | undefined;
    const checked = checkGradients({
      spec: model.spec,
      weights: model.weights,
      loss: lossOf(model),
      ...samples.encode(chosen),
      rows: size,
      samples: o.samples,
      told(done, total) {
        steps ??= context.screen.steps('elements compared', total);
        steps.at(done);
      },
    });
    steps?.done();
    const { tolerance } = o;
    return gradientsResult(checked, { tolerance, rows: size, unit: unit[size === 1 ? 0 : 1] });
  },
});

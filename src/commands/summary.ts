import { usageError } from '../errors.ts';
import { planResult } from '../figures/network/plan.ts';
import { networkResult, summaryResult } from '../figures/network/summary.ts';
import { openModel } from '../inputs/modelFile.ts';
import { readNetwork } from '../inputs/networkSpec.ts';
import { choice, flag } from '../options/define.ts';
import { networkOptions } from '../options/train/network.ts';
import { defineCommand } from './define.ts';

export const summary = defineCommand({
  name: 'summary',
  about:
    'The layers of a network with their output shapes, parameters, multiply-adds and memory for one sample, from a model file or a layer string.',
  arguments: [{ name: 'model', summary: 'a model file written by nn train', required: false }],
  options: {
    layers: networkOptions.layers,
    as: choice(
      'print the network itself, as --layers takes it: a string, or JSON for a file',
      ['table', 'string', 'json'],
      { default: 'table' },
    ),
    plan: flag('show the compiled kernel calls for one sample instead'),
    activation: networkOptions.activation,
    outputActivation: choice(
      'activation after the last layer',
      networkOptions.outputActivation.choices ?? [],
      { default: 'auto' },
    ),
  },
  examples: [
    { command: 'nn summary model.safetensors', says: 'a trained model' },
    { command: 'nn summary --layers 784,128,128,10', says: 'a network not yet trained' },
    {
      command: "nn summary --layers '28x28x1,conv:32:3,add(conv:32:3:same),maxpool:2,flatten,10' --as json",
      says: 'a network with branches as JSON, which --layers network.json reads',
    },
  ],
  async run({ files }, { args: [path], options: o }) {
    if (path === undefined && o.layers === undefined)
      throw usageError('nothing to summarise', { hint: 'name a model file, or give --layers 2,64,3' });
    const model = path === undefined ? undefined : await openModel({ files }, path);
    const spec = model?.spec ?? (await readNetwork({ files }, o));
    if (o.plan) return planResult(spec);
    return o.as === 'table' ? summaryResult(spec, model ?? {}) : networkResult(spec, o.as);
  },
});

import { usageError } from '../errors.ts';
import { planResult } from '../figures/network/plan.ts';
import { networkResult, summaryResult } from '../figures/network/summary.ts';
import { networkArguments, networkOption } from '../inputs/network.ts';
import { choice, flag } from '../options/define.ts';
import { networkSourceOptions } from '../options/networkSource.ts';
import { networkShape } from '../runs/networkModel.ts';
import { defineCommand } from './define.ts';

export const summary = defineCommand({
  name: 'summary',
  about:
    'The layers of a network with their output shapes, parameters, multiply-adds and memory for one sample, from a model file or a layer string.',
  arguments: [
    {
      name: 'model',
      summary: 'a model file, a run or network.json; with --layers and the like the data, if any',
      required: false,
    },
  ],
  options: {
    as: choice(
      'print the network itself, as --layers takes it: a string, or JSON for a file',
      ['table', 'string', 'json'],
      { default: 'table' },
    ),
    plan: flag('show the compiled kernel calls for one sample instead'),
    ...networkSourceOptions,
  },
  examples: [
    { command: 'nn summary model.safetensors', says: 'a trained model' },
    { command: 'nn summary --layers 784,128,128,10', says: 'a network not yet trained' },
    {
      command: "nn summary --layers '28x28x1,conv:32:3,add(conv:32:3:same),maxpool:2,flatten,10' --as json",
      says: 'a network with branches as JSON, which --layers network.json reads',
    },
  ],
  async run(context, { args, options: o }) {
    const given = networkArguments(args, o);
    if (given.path === undefined && networkOption(o) === undefined)
      throw usageError('nothing to summarise', { hint: 'name a model file, or give --layers 2,64,3' });
    const model = await networkShape(context, given, o);
    if (o.plan) return planResult(model.spec);
    return o.as === 'table' ? summaryResult(model.spec, model) : networkResult(model.spec, o.as);
  },
});

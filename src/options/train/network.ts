import { choice, parsed, text } from '../define.ts';
import { activations } from '../../activations/index.ts';
import { initializers, parseInit } from '../../initializers/index.ts';
import { presets } from '../../network/presets/index.ts';

const names = activations.names;

/** Options that describe a network. */
export const networkOptions = {
  layers: text('inputs, layers, outputs: 4,64,3; 28x28x1,conv:32:3,flatten,10; auto: what the data needs', {
    placeholder: 'layers',
    group: 'Network',
    usual: true,
    fixedOnResume: true,
    tunable: true,
  }),
  model: choice('a usual network for this data, instead of --layers', presets.names, {
    group: 'Network',
    fixedOnResume: true,
    tasks: ['table', 'series', 'language'],
    elsewhere: (name) => (/^(?:dc)?gan$/i.test(name) ? 'nn gan DATA trains one' : undefined),
  }),
  activation: choice('activation of hidden layers', names, {
    default: 'relu',
    group: 'Network',
    fixedOnResume: true,
    tunable: true,
  }),
  outputActivation: choice('activation after the last layer', ['auto', ...names], {
    default: 'auto',
    group: 'Network',
    fixedOnResume: true,
    tasks: ['table', 'text', 'series', 'reconstruction'],
  }),
  init: parsed(
    'weights at the start: auto, he, glorot, lecun, nnfs, normal:0.1, uniform:0.05, zeros, ones, data',
    (value) => {
      parseInit(value);
      return value;
    },
    {
      placeholder: 'name',
      words: ['auto', 'data', ...initializers.names],
      group: 'Network',
      fixedOnResume: true,
      tunable: true,
    },
  ),
};

import { activations } from '../activations/index.ts';
import { choice, integer, text, texts, toggle } from './define.ts';
import type { OptionValues } from './define.ts';
import { networkOptions } from './train/network.ts';

/**
 * Options that name a network in place of a MODEL: every command that takes one has them. What is not given is
 * undefined, so that a command can tell.
 */
export const networkSourceOptions = {
  layers: text(
    'a network that is not trained: inputs, layers, outputs: 4,64,3; a file network.json; only layers (relu) where the data says how many inputs there are',
    { placeholder: 'layers', group: 'Network' },
  ),
  model: networkOptions.model,
  weights: texts(
    'weights of a layer, several times for several layers: an array, or a file of arrays (JSON, CSV, NPY, NPZ, safetensors), of all layers at once where it has names',
    { placeholder: 'array', group: 'Network' },
  ),
  bias: texts('biases of the layer whose --weights stand at the same place', {
    placeholder: 'array',
    group: 'Network',
  }),
  transpose: toggle(
    'the weights have a row for each neuron, and are transposed, as .T in the notes; --no-transpose: a row for each input. Both follow from the shapes unless the matrix is square',
    { group: 'Network' },
  ),
  activation: choice(
    'activation of hidden layers; relu with --layers, none with --weights',
    activations.names,
    {
      group: 'Network',
    },
  ),
  outputActivation: choice('activation after the last layer', ['auto', ...activations.names], {
    group: 'Network',
  }),
  init: networkOptions.init,
  member: integer('of an ensemble: this member alone, counted from 1', { min: 1, group: 'Network' }),
};

/** What options say about a network. */
export type NetworkSourceOptions = OptionValues<typeof networkSourceOptions>;

/** Names of these options. */
export const networkSourceNames = Object.keys(networkSourceOptions) as (keyof NetworkSourceOptions)[];

/** Where an argument names the network, and no option does. */
export const NO_NETWORK: NetworkSourceOptions = {
  layers: undefined,
  model: undefined,
  weights: [],
  bias: [],
  transpose: undefined,
  activation: undefined,
  outputActivation: undefined,
  init: undefined,
  member: undefined,
};

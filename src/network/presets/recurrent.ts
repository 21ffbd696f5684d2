import { network, sequenceOf } from './define.ts';
import type { Preset } from './define.ts';

/** One recurrent layer of 128 units and the output. */
const recurrent = (name: 'rnn' | 'lstm' | 'gru'): Preset => ({
  name,
  layers: (input, outputs) => network(sequenceOf(name, input), `${name}:128`, String(outputs)),
});

export const rnn = recurrent('rnn');
export const lstm = recurrent('lstm');
export const gru = recurrent('gru');

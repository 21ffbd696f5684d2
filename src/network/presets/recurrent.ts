import { network, sequenceOf } from './define.ts';
import type { Preset } from './define.ts';

/** One recurrent layer of 128 units and the output. */
const recurrent = (name: 'rnn' | 'lstm' | 'gru', source: string): Preset => ({
  name,
  summary: `for sequences: one ${name.toUpperCase()} layer of 128 units and the output`,
  source,
  example: `nn train sine --window 12 --model ${name}`,
  layers: (input, outputs) => network(sequenceOf(name, input), `${name}:128`, String(outputs)),
});

export const rnn = recurrent('rnn', 'Elman 1990');
export const lstm = recurrent('lstm', 'Hochreiter and Schmidhuber 1997');
export const gru = recurrent('gru', 'Cho et al. 2014');

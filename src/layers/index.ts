import { activation } from './activation.ts';
import type { LayerType } from './define.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { rnn } from './rnn.ts';

/** Every layer type, in the order of the help. */
export const layers: readonly LayerType[] = [dense, activation, dropout, flatten, rnn, lstm, gru];

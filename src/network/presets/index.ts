import { cnn, lenet } from './convolutional.ts';
import type { Preset } from './define.ts';
import { mlp } from './dense.ts';
import { realmlp } from './realmlp.ts';
import { gru, lstm, rnn } from './recurrent.ts';
import { tabm, tabmMini } from './tabm.ts';
import { registry } from '../../util/registry.ts';

/** Every network that --model takes. */
export const presets = registry<Preset>('model', [mlp, realmlp, tabm, tabmMini, lenet, cnn, rnn, lstm, gru]);

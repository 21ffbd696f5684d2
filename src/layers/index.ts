import { activation } from './activation.ts';
import { attention } from './attention.ts';
import type { LayerType } from './define.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import { gru } from './gru.ts';
import { layerNorm } from './layerNorm.ts';
import { lstm } from './lstm.ts';
import { positions } from './positions.ts';
import { rnn } from './rnn.ts';

/** Every layer type, in the order of the help. */
export const layers: readonly LayerType[] = [
  dense,
  activation,
  dropout,
  flatten,
  layerNorm,
  embedding,
  rnn,
  lstm,
  gru,
  attention,
  positions,
];

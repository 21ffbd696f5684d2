import type { Optimizer } from './define.ts';
import { adagrad } from './adagrad.ts';
import { adam, adamw } from './adam.ts';
import { amsgrad } from './amsgrad.ts';
import { nadam } from './nadam.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';
import { registry } from '../util/registry.ts';

/** Every optimizer, in the order of the help. */
export const optimizers = registry<Optimizer>('optimizer', [
  sgd,
  adagrad,
  rmsprop,
  adam,
  adamw,
  amsgrad,
  nadam,
]);

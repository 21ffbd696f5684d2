import { registry } from '../../util/registry.ts';
import { adagrad, rmsprop } from './adaptive.ts';
import { adam, amsgrad, nadam } from './adam.ts';
import type { UpdateWriter } from './define.ts';
import { momentum, nesterov, sgd } from './sgd.ts';

/** What writes out an update, by the kernel of the optimizer. */
export const updateWriters = registry<UpdateWriter>('update kernel', [
  sgd,
  momentum,
  nesterov,
  adagrad,
  rmsprop,
  adam,
  amsgrad,
  nadam,
]);

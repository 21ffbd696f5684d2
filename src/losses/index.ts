import { binaryCrossEntropy } from './binaryCrossEntropy.ts';
import { bookBinaryCrossEntropy } from './bookBinaryCrossEntropy.ts';
import { crossEntropy } from './crossEntropy.ts';
import type { Loss } from './define.ts';
import { huber } from './huber.ts';
import { mae } from './mae.ts';
import { mse } from './mse.ts';
import { registry } from '../util/registry.ts';

/** Every loss, in the order of the help. */
export const losses = registry<Loss>('loss', [
  crossEntropy,
  binaryCrossEntropy,
  mse,
  mae,
  huber,
  bookBinaryCrossEntropy,
]);

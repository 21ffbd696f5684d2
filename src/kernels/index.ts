import * as attention from './attention.ts';
import * as augment from './augment.ts';
import * as average from './average.ts';
import * as batchNorm from './batchNorm.ts';
import * as binaryCrossEntropy from './binaryCrossEntropy.ts';
import * as columnDense from './columnDense.ts';
import * as columns from './columns.ts';
import * as constrain from './constrain.ts';
import * as conv from './conv.ts';
import * as crossEntropy from './crossEntropy.ts';
import type { AnyKernel } from './define.ts';
import * as dropout from './dropout.ts';
import * as elementwise from './elementwise.ts';
import * as embedding from './embedding.ts';
import * as fused from './fused.ts';
import * as gather from './gather.ts';
import * as groupNorm from './groupNorm.ts';
import * as gru from './gru.ts';
import * as layerNorm from './layerNorm.ts';
import * as limit from './limit.ts';
import * as lstm from './lstm.ts';
import * as matmul from './matmul.ts';
import * as movingAverage from './movingAverage.ts';
import * as periodic from './periodic.ts';
import * as piecewise from './piecewise.ts';
import * as members from './members.ts';
import * as pool from './pool.ts';
import * as positions from './positions.ts';
import * as recurrence from './recurrence.ts';
import * as reduce from './reduce.ts';
import * as rnn from './rnn.ts';
import * as softmax from './softmax.ts';
import * as sparse from './sparse.ts';
import * as temperature from './temperature.ts';

const isKernel = (value: unknown): value is AnyKernel =>
  typeof value === 'object' && value !== null && 'reference' in value && 'args' in value;

/** The kernels that some modules export. */
export const kernelsOf = (modules: readonly object[]): AnyKernel[] =>
  modules.flatMap((module) => Object.values(module).filter(isKernel));

/**
 * Every kernel of this room. Activations, losses and optimizers bring kernels of their own;
 * `runtime/kernels.ts` lists all.
 */
export const kernels: readonly AnyKernel[] = kernelsOf([
  ...[matmul, fused, conv, pool, sparse, softmax, crossEntropy, binaryCrossEntropy],
  ...[reduce, elementwise, columns, columnDense, periodic, piecewise, limit],
  ...[gather, dropout, constrain, augment],
  ...[recurrence, rnn, lstm, gru, embedding, positions, attention],
  ...[layerNorm, batchNorm, groupNorm, average, movingAverage, temperature, members],
]);

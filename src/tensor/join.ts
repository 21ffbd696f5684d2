import { inputError } from '../errors.ts';
import { promote } from './promote.ts';
import { axisOf } from './reduce.ts';
import { ElementWriter } from './store.ts';
import { sizeOf } from './tensor.ts';
import type { Tensor } from './tensor.ts';

/**
 * numpy.concatenate: arrays one after the other along an axis that they have.
 *
 * @throws NnError('input') in NumPy's words
 */
export function concatenate(tensors: readonly Tensor[], axis: number): Tensor {
  if (tensors.length === 0) throw inputError('need at least one array to concatenate');
  const [{ shape: first }] = tensors;
  if (first.length === 0) throw inputError('zero-dimensional arrays cannot be concatenated');
  const along = axisOf(axis, first.length);
  tensors.forEach(({ shape }, i) => checkSame(first, shape, along, i));
  const outer = sizeOf(first.slice(0, along));
  const inner = sizeOf(first.slice(along + 1));
  const length = tensors.reduce((sum, { shape }) => sum + shape[along], 0);
  const dtype = tensors.map((tensor) => tensor.dtype).reduce(promote);
  const writer = new ElementWriter(dtype, outer * length * inner);
  let at = 0;
  for (let block = 0; block < outer; block++) {
    for (const { shape, data } of tensors) {
      const own = shape[along] * inner;
      for (let i = 0; i < own; i++) writer.set(at++, data[block * own + i]);
    }
  }
  return writer.tensor(first.map((n, d) => (d === along ? length : n)));
}

function checkSame(first: readonly number[], shape: readonly number[], along: number, i: number): void {
  if (shape.length !== first.length) {
    throw inputError(
      `all the input arrays must have same number of dimensions, but the array at index 0 has ${first.length} dimension(s) and the array at index ${i} has ${shape.length} dimension(s)`,
    );
  }
  const differs = shape.findIndex((n, d) => d !== along && n !== first[d]);
  if (differs < 0) return;
  throw inputError(
    `all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${differs}, the array at index 0 has size ${first[differs]} and the array at index ${i} has size ${shape[differs]}`,
  );
}

/**
 * numpy.stack: arrays of one shape along a new axis.
 *
 * @throws NnError('input') in NumPy's words
 */
export function stack(tensors: readonly Tensor[], axis: number): Tensor {
  if (tensors.length === 0) throw inputError('need at least one array to stack');
  const [{ shape }] = tensors;
  if (tensors.some((other) => String(other.shape) !== String(shape)))
    throw inputError('all input arrays must have the same shape');
  const at = axisOf(axis, shape.length + 1);
  const deeper = tensors.map((tensor) => ({ ...tensor, shape: tensor.shape.toSpliced(at, 0, 1) }));
  return concatenate(deeper, at);
}

import { usageError } from '../errors.ts';
import { resolve } from '../network/graph.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { shapeToString } from '../tensor/shape.ts';

/** The layer that takes one value per channel from each row, for which a batch of one row has no variance. */
const needsRows = (spec: NetworkSpec) =>
  resolve(spec, 1, 'train').find(({ type, inferred }) => type.name === 'batchnorm' && inferred.sizes.m === 1);

/**
 * Fewest rows that a batch of training may have: two where batch normalization has no other values of a channel
 * than those of the rows, as in torch.nn.BatchNorm1d.
 */
export const leastBatch = (spec: NetworkSpec): 1 | 2 => (needsRows(spec) ? 2 : 1);

/**
 * Checks that every batch can be learned from.
 *
 * @param batch rows of a batch, or of the only one
 * @throws NnError('usage') in PyTorch's words
 */
export function checkBatch(spec: NetworkSpec, batch: number): void {
  const layer = batch < 2 ? needsRows(spec) : undefined;
  if (!layer) return;
  throw usageError(
    `Expected more than 1 value per channel when training, got input size ${shapeToString(layer.inputShapes[0])}\n` +
      `${layer.node.name} takes mean and variance from the rows of a batch: of one row every value becomes 0`,
    { ownLines: true, hint: 'train with --batch-size 2 or more, or take layernorm in place of batchnorm' },
  );
}

import type { TargetEncoding } from '../../data/target.ts';
import { usageError } from '../../errors.ts';
import { areProbabilities } from '../../metrics/probabilities.ts';
import { argmaxRows } from '../../runtime/predictor.ts';

/** @throws NnError('usage') unless a threshold is for two classes, or absent */
export function checkThreshold(threshold: number | undefined, target?: TargetEncoding): void {
  if (threshold === undefined || (target?.kind === 'classes' && target.classes.length === 2)) return;
  const what = target?.kind === 'classes' ? `has ${target.classes.length}` : 'answers with numbers';
  throw usageError(`--threshold is for models of two classes, and this one ${what}`, {
    hint: 'leave it out',
  });
}

/**
 * The class of each row: the most probable one, or of two the second one from `threshold` on.
 *
 * @param outputs of the network, [rows × classes]
 * @throws NnError('usage') for a threshold of outputs that are no probabilities
 */
export function chosenClasses(
  outputs: Float32Array | Float64Array,
  rows: number,
  threshold: number | undefined,
): Int32Array {
  if (threshold === undefined) return argmaxRows(outputs, rows);
  if (!areProbabilities(outputs, 2))
    throw usageError('--threshold needs probabilities, and this network answers with other numbers', {
      hint: 'train with --loss cross-entropy or binary-cross-entropy',
    });
  return Int32Array.from({ length: rows }, (_, row) => (outputs[2 * row + 1] >= threshold ? 1 : 0));
}

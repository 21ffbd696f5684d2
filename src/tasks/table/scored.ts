import type { TargetEncoding } from '../../data/target.ts';
import { unscaled } from '../../data/unscale.ts';
import type { ClassSample, ValueSample } from '../../metrics/define.ts';
import { areProbabilities } from '../../metrics/probabilities.ts';
import { chosenClasses } from './threshold.ts';

type Outputs = Float32Array | Float64Array;

/**
 * True and predicted classes of some rows, as metrics take them.
 *
 * @param actual class index of each row
 * @param outputs of the network for these rows, [rows × classes]
 * @param threshold of two classes: the second one from this probability on
 * @throws NnError('usage') for a threshold of outputs that are no probabilities
 */
export function classSample(
  { classes }: TargetEncoding & { kind: 'classes' },
  actual: Int32Array,
  outputs: Outputs,
  threshold?: number,
): ClassSample {
  return {
    classes,
    actual,
    predicted: chosenClasses(outputs, actual.length, threshold),
    ...(areProbabilities(outputs, classes.length) && { probabilities: outputs }),
  };
}

/**
 * True and predicted values of some rows in the units of the target, as metrics take them.
 *
 * @param actual value of each row
 * @param outputs of the network for these rows, [rows]
 */
export const valueSample = (
  target: TargetEncoding & { kind: 'values' },
  actual: Float64Array,
  outputs: Outputs,
): ValueSample => ({ actual, predicted: unscaled(outputs, target) });

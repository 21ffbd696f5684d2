import type { Table } from '../../data/table.ts';
import { encodeClasses, encodeValues } from '../../data/target.ts';
import type { TargetEncoding } from '../../data/target.ts';
import { unscaled } from '../../data/unscale.ts';
import type { ClassSample, ValueSample } from '../../metrics/define.ts';
import { areProbabilities } from '../../metrics/probabilities.ts';
import { argmaxRows } from '../../runtime/predictor.ts';

type Outputs = Float32Array | Float64Array;

/**
 * True and predicted classes of some rows, as metrics take them.
 *
 * @param outputs of the network for these rows, [rows × classes]
 * @throws NnError('input') when a class is new
 */
export function classSample(
  target: TargetEncoding & { kind: 'classes' },
  table: Table,
  rows: Int32Array,
  outputs: Outputs,
): ClassSample {
  const { classes } = target;
  const labels = encodeClasses(target, table);
  return {
    classes,
    actual: Int32Array.from(rows, (row) => labels[row]),
    predicted: argmaxRows(outputs, rows.length),
    ...(areProbabilities(outputs, classes.length) && { probabilities: outputs }),
  };
}

/**
 * True and predicted values of some rows in the units of the target, as metrics take them.
 *
 * @param outputs of the network for these rows, [rows]
 * @throws NnError('input') when the target is a text or infinite
 */
export function valueSample(
  target: TargetEncoding & { kind: 'values' },
  table: Table,
  rows: Int32Array,
  outputs: Outputs,
): ValueSample {
  const values = encodeValues({ ...target, mean: 0, scale: 1 }, table);
  return {
    actual: Float64Array.from(rows, (row) => values[row]),
    predicted: unscaled(outputs, target),
  };
}

import { isTableRows } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { unscaled } from '../data/unscale.ts';
import { residualsOf } from '../model/residuals.ts';
import type { Residuals } from '../model/residuals.ts';
import { unitOf } from '../train/valueErrors.ts';

/** Answers for rows that did not train what answers, and their targets, both as a network has them. */
interface Answered {
  readonly outputs: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  readonly rows: number;
}

/** How far answers are off in the unit of the target; undefined for classes, and for anything but rows of a table. */
export function residualsOfRows(
  { outputs, target, rows }: Answered,
  preprocessing: Preprocessing,
): Residuals | undefined {
  const unit = unitOf(preprocessing);
  if (!unit || !isTableRows(preprocessing) || rows === 0 || outputs.length !== rows) return undefined;
  const [actual, predicted] = [unscaled(target, unit), unscaled(outputs, unit)];
  return residualsOf(actual.map((value, i) => Math.abs(value - predicted[i])));
}

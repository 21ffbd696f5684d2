import type { TargetEncoding } from '../../data/target.ts';
import { shortest, unscaled } from '../../data/unscale.ts';
import { usageError } from '../../errors.ts';
import type { Model } from '../../model/file.ts';
import { halfWidth, highestLevel } from '../../model/residuals.ts';
import type { DataColumn } from '../../report/result.ts';
import { argmaxRows, ofClasses } from '../../runtime/predictor.ts';
import { counted } from '../../util/plural.ts';
import { percent } from '../../util/quantity.ts';
import type { Answers, PredictOptions } from '../define.ts';

/**
 * Half the width of the interval around each prediction; undefined where none is asked for.
 *
 * @throws NnError('usage') for classes, and for a model that cannot give such an interval
 */
export function intervalOf(
  { residuals }: Pick<Model, 'residuals'>,
  target: TargetEncoding,
  level: number | undefined,
): number | undefined {
  if (level === undefined) return undefined;
  if (target.kind === 'classes')
    throw usageError('--interval is for models that answer with numbers, and this one has classes', {
      hint: 'its probabilities say how sure it is: --proba',
    });
  if (!residuals)
    throw usageError('--interval needs rows that did not train the model, and this one keeps none', {
      hint: 'train it with validation rows, or with --ensemble 5',
    });
  const width = halfWidth(residuals, level);
  if (width !== undefined) return width;
  throw usageError(
    `--interval ${level}: the ${counted(residuals.rows, 'row')} that did not train this model give intervals of at most ${percent(highestLevel(residuals))}`,
    { hint: 'a smaller level, or --ensemble 5, where every row is held out once' },
  );
}

/** The ends of the interval around each prediction. */
export function intervalColumns(
  { outputs }: Answers,
  target: TargetEncoding & { readonly kind: 'values' },
  half: number,
): DataColumn[] {
  const values = unscaled(outputs, target);
  const at = (name: string, sign: number): DataColumn => ({
    name,
    values: shortest(
      values.map((value) => value + sign * half),
      outputs,
      target,
    ),
  });
  return [at('lower', -1), at('upper', 1)];
}

/** @throws NnError('usage') for --interval and --spread of models that answer with something else than a class or a number */
export function refuseUncertainty({ interval, spread }: PredictOptions): void {
  if (interval === undefined && !spread) return;
  throw usageError(
    `--${spread ? 'spread' : 'interval'} is for models that answer rows of a table with a class or a number`,
    { hint: 'leave it out' },
  );
}

/** @throws NnError('usage') for --spread of a model that is one network */
export function checkSpread({ ensemble }: Pick<Model, 'ensemble'>, { spread }: PredictOptions): void {
  if (spread && !ensemble)
    throw usageError(
      '--spread is how far the members of an ensemble are apart, and this model is one network',
      {
        hint: 'nn train data.csv --ensemble 5 makes an ensemble',
      },
    );
}

/**
 * The standard deviation of the members' answers, each by its weight: of numbers in the unit of the target, of
 * classes that of the probability of the one that is predicted.
 */
export function spreadColumn(
  { outputs, rows, members }: Answers,
  target: TargetEncoding,
  weights: readonly number[],
): DataColumn {
  const count = weights.length;
  const values = outputs.slice(0, rows);
  if (!members || rows === 0) return { name: 'spread', values };
  const width = members.length / rows / count;
  const classes = target.kind === 'classes' ? target.classes.length : 1;
  const chosen = target.kind === 'classes' ? argmaxRows(outputs, rows) : new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const answers = weights.map((_, i) => {
      const at = (row * count + i) * width;
      return ofClasses(members.subarray(at, at + width), 1, classes)[chosen[row]];
    });
    const middle = answers.reduce((sum, answer, i) => sum + weights[i] * answer, 0);
    const variance = answers.reduce((sum, answer, i) => sum + weights[i] * (answer - middle) ** 2, 0);
    values[row] = Math.sqrt(variance) * (target.kind === 'values' ? target.scale : 1);
  }
  return { name: 'spread', values };
}

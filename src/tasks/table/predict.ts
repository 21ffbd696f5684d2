import type { TargetEncoding } from '../../data/target.ts';
import { shortest, unscaled } from '../../data/unscale.ts';
import { failure, usageError } from '../../errors.ts';
import type { DataColumn } from '../../report/result.ts';
import type { Answers, PredictOptions } from '../define.ts';
import { chosenClasses } from './threshold.ts';
import { intervalColumns, spreadColumn } from './uncertainty.ts';

/** Classes that are numbers are written as numbers. */
function classColumn(classes: readonly string[], codes: Int32Array): DataColumn {
  const numbers = classes.map(Number);
  const name = 'prediction';
  if (!numbers.every((number, i) => String(number) === classes[i]))
    return { name, values: { codes, names: classes } };
  const small = numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 256);
  const values = small ? new Uint8Array(codes.length) : new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) values[row] = numbers[codes[row]];
  return { name, values };
}

/** @throws NnError('failure') with the number of the row whose prediction is not finite */
function checkFinite(values: ArrayLike<number>, { rows, first }: Answers): void {
  let bad = 0;
  while (bad < values.length && Number.isFinite(values[bad])) bad++;
  if (bad === values.length) return;
  const row = first + Math.floor((bad * rows) / values.length) + 1;
  throw failure(`the prediction for row ${row} is not a finite number`, {
    hint: 'an input is probably far outside the range of the training data',
  });
}

/** What is appended beside the answer. */
interface Beside
  extends Pick<PredictOptions, 'proba' | 'threshold'>, Partial<Pick<PredictOptions, 'spread'>> {
  /** Half the width of the interval around a number. */
  readonly half?: number | undefined;
  /** Of the members of an ensemble. */
  readonly weights?: readonly number[] | undefined;
}

/**
 * What predictions append to rows: the class or the value, and where asked for the probability of every class, the
 * ends of an interval, and how far the members of an ensemble are apart.
 *
 * @throws NnError('failure') when one is not finite, NnError('usage') for --proba of a number, and a
 *   threshold that does not fit
 */
export function answerColumns(
  target: TargetEncoding,
  answers: Answers,
  { proba, threshold, spread, half, weights }: Beside,
): DataColumn[] {
  const { outputs, rows } = answers;
  const apart = spread && weights ? [spreadColumn(answers, target, weights)] : [];
  if (target.kind === 'values') {
    if (proba)
      throw usageError(`--proba is for classes, and "${target.name}" is a number`, {
        hint: '--interval 0.9 says how far off the numbers may be',
      });
    const values = shortest(unscaled(outputs, target), outputs, target);
    checkFinite(values, answers);
    const ends = half === undefined ? [] : intervalColumns(answers, target, half);
    return [{ name: 'prediction', values }, ...ends, ...apart];
  }
  checkFinite(outputs, answers);
  const { classes } = target;
  const width = classes.length;
  const probabilities = (proba ? classes : []).map((name, c): DataColumn => {
    const values = outputs.slice(0, rows);
    for (let row = 0; row < rows; row++) values[row] = outputs[row * width + c];
    return { name: `p(${name})`, values };
  });
  return [classColumn(classes, chosenClasses(outputs, rows, threshold)), ...probabilities, ...apart];
}

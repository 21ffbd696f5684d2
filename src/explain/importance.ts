import { encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import { encodeTarget } from '../data/target.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Column, Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import { argmaxRows } from '../runtime/predictor.ts';
import type { Predictor } from '../runtime/predictor.ts';
import type { RandomState } from '../util/random.ts';
import { mean, populationDeviation } from '../util/statistics.ts';

/** How much worse answers become when the values of a column change their rows. */
export interface Importance {
  readonly column: string;
  /** Mean and deviation over the repeats of: score as it is − score with the column shuffled. */
  readonly mean: number;
  readonly std: number;
}

/**
 * Permutation importance (Breiman 2001; sklearn.inspection.permutation_importance).
 *
 * @param columns names of the columns to shuffle
 * @param score of the rows where `column` takes its values from the rows of `order`; undefined: as they are
 */
export function permutationImportance(
  columns: readonly string[],
  rows: number,
  repeats: number,
  random: RandomState,
  score: (shuffled?: { readonly column: string; readonly order: Int32Array }) => number,
): { baseline: number; importances: Importance[] } {
  const baseline = score();
  const importances = columns.map((column): Importance => {
    const drops = Array.from(
      { length: repeats },
      () => baseline - score({ column, order: random.permutation(rows) }),
    );
    return { column, mean: mean(drops), std: populationDeviation(drops) };
  });
  return { baseline, importances: importances.sort((a, b) => b.mean - a.mean) };
}

/** A column with the values of other rows. */
export const reordered = (column: Column, order: Int32Array): Column =>
  column.kind === 'number'
    ? { ...column, values: Float64Array.from(order, (row) => column.values[row]) }
    : { ...column, codes: Int32Array.from(order, (row) => column.codes[row]) };

/** 1 − squared errors / squared deviations from the mean (sklearn.metrics.r2_score). */
function r2(actual: ArrayLike<number>, predicted: ArrayLike<number>, mean: number): number {
  let [residual, total] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    residual += (predicted[i] - actual[i]) ** 2;
    total += (actual[i] - mean) ** 2;
  }
  return 1 - residual / total;
}

/**
 * The score of a model on a table with other columns: accuracy, or R² of numbers, as sklearn's estimators
 * score.
 *
 * @param table whose rows all have a target
 * @throws NnError('input') where a numeric target is constant, so that R² is undefined
 */
export function scorerOf(
  preprocessing: Preprocessing,
  table: Table,
  predictor: Predictor,
): (columns: readonly Column[]) => number {
  const { target } = preprocessing;
  const { rows } = table;
  const x = new Float64Array(rows * inputWidth(preprocessing));
  const actual = encodeTarget(preprocessing, table);
  if (target.kind === 'values' && actual.every((value) => value === actual[0]))
    throw inputError(`target "${target.name}" has one value in all rows: no column can explain it`, {
      where: { source: table.source },
    });
  return (columns) => {
    const outputs = predictor.run(encodeFeatures(preprocessing, { ...table, columns }, x), rows);
    if (target.kind === 'values') return r2(actual, outputs, mean(actual));
    const correct = argmaxRows(outputs, rows).filter((answer, i) => answer === actual[i]);
    return correct.length / rows;
  };
}

import { usageError } from '../errors.ts';
import { pairValue, parsePairs } from '../util/fieldText.ts';
import type { Pairs } from '../util/fieldText.ts';
import { strictJson } from '../util/jsonCheck.ts';
import { number } from '../util/fields.ts';
import { didYouMean } from '../util/suggest.ts';
import { mean } from '../util/statistics.ts';

/** What --class-weight asks for: weights by class name, or `balanced`. */
export type ClassWeights = 'balanced' | ReadonlyMap<string, number>;

const pairs: Pairs<number> = {
  what: '--class-weight',
  kind: 'class',
  separator: '=',
  form: 'NAME=WEIGHT or balanced',
  value: number({ min: 0 }),
  example: 'for example --class-weight balanced, or --class-weight setosa=2,virginica=1',
};

function fromJson(text: string): Map<string, number> {
  const value = strictJson(text, (what, { column }) =>
    usageError(`--class-weight: this is not JSON: column ${column}: ${what}`, { hint: pairs.example }),
  );
  const entries = Object.entries(value as Record<string, unknown>);
  return new Map(entries.map(([name, weight]) => [name, pairValue(pairs, name, weight)]));
}

/** Sums of larger ones may be no numbers. */
export const LARGEST_WEIGHT = 1e100;

/**
 * Reads `balanced`, `setosa=2,virginica=1` or `{"setosa": 2}`; JSON is for names with a comma or an equals
 * sign.
 * @throws {NnError} a usage error when it is none of them
 */
export function parseClassWeights(text: string): ClassWeights {
  const trimmed = text.trim();
  if (trimmed === 'balanced') return 'balanced';
  return trimmed.startsWith('{') ? fromJson(trimmed) : parsePairs(trimmed, pairs);
}

/**
 * The weight of each class. `balanced` is n / (classes · rows of the class), as in
 * sklearn.utils.class_weight.compute_class_weight; a class without rows gets 1. Classes that are not named
 * get 1.
 *
 * @param labels class index of every training row
 * @throws NnError('usage') for a class that does not exist
 */
export function classWeightsFor(
  weights: ClassWeights,
  classes: readonly string[],
  labels: Int32Array,
): Float64Array {
  if (weights === 'balanced') {
    const counts = classes.map(() => 0);
    for (const label of labels) counts[label]++;
    const present = counts.filter((count) => count > 0).length;
    return Float64Array.from(counts, (count) => (count > 0 ? labels.length / (present * count) : 1));
  }
  for (const [name, weight] of weights) {
    if (weight > LARGEST_WEIGHT)
      throw usageError(
        `--class-weight: class "${name}" needs a weight of at most ${LARGEST_WEIGHT}, found ${weight}`,
        {
          hint: 'only how weights compare with one another counts',
        },
      );
    if (classes.includes(name)) continue;
    throw usageError(`--class-weight: there is no class "${name}"`, { hint: didYouMean(name, classes) });
  }
  return Float64Array.from(classes, (name) => weights.get(name) ?? 1);
}

/**
 * The weight of each row by its class, scaled so that their mean is 1: the loss and the learning rate keep
 * their size.
 *
 * @throws NnError('usage') when no row is left with a weight above 0
 */
export function rowWeights(weights: Float64Array, labels: Int32Array): Float64Array {
  const rows = Float64Array.from(labels, (label) => weights[label]);
  const middle = mean(rows);
  if (!(middle > 0)) {
    throw usageError('--class-weight: every row would have weight 0', {
      hint: 'give at least one class of the training rows a weight above 0',
    });
  }
  return rows.map((weight) => weight / middle);
}

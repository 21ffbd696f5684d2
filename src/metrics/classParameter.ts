import { usageError } from '../errors.ts';
import { didYouMean } from '../util/suggest.ts';

/**
 * The index of a class named after a metric's colon.
 * @throws {NnError} a usage error with the nearest name
 */
export function classNamed(metric: string, text: string, classes: readonly string[]): number {
  const index = classes.indexOf(text);
  if (index >= 0) return index;
  throw usageError(`metric "${metric}:${text}": there is no class "${text}"`, {
    hint: didYouMean(text, classes),
  });
}

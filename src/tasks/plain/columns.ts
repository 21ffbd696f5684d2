import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Model } from '../../model/file.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { outputActivation } from '../../network/outputNode.ts';
import { outputsOf } from './samples.ts';

const numbered = (n: number) => Array.from({ length: n }, (_, i) => String(i));

/** Names that arrays have as tables: x1, x2, … */
export const arrayNames = (inputs: number): string[] => numbered(inputs).map((i) => `x${Number(i) + 1}`);

/**
 * How the columns of a table are the inputs of a network that knows none: as they are, and its outputs classes by their numbers, or
 * one number. Undefined where it has several outputs that are no classes, or another number of inputs.
 *
 * @param names of the columns, those of the inputs first and then that of the target, where there is one
 */
export function plainPreprocessing(
  { spec }: Pick<Model, 'spec'>,
  names: readonly string[],
): Preprocessing | undefined {
  const inputs = sizeOf(spec.input);
  if (names.length < inputs) return undefined;
  const target = names.at(inputs) ?? 'y';
  const features = names
    .slice(0, inputs)
    .map((name) => ({ kind: 'number' as const, name, mean: 0, scale: 1 }));
  const shape = spec.input.length > 1 ? { shape: spec.input } : {};
  const outputs = outputsOf(spec);
  const last = outputActivation(spec);
  const classes = outputs === 1 && last === 'sigmoid' ? 2 : outputs > 1 && last === 'softmax' ? outputs : 0;
  if (classes > 0)
    return { features, target: { kind: 'classes', name: target, classes: numbered(classes) }, ...shape };
  if (outputs > 1) return undefined;
  return { features, target: { kind: 'values', name: target, mean: 0, scale: 1 }, ...shape };
}

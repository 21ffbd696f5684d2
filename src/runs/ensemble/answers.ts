import type { Model } from '../../model/file.ts';
import { Predictor } from '../../runtime/predictor.ts';
import type { Backend } from '../../runtime/runtime.ts';
import type { WholePart } from '../../train/part.ts';
import type { HeldOut } from './outOfFold.ts';

/** What a model answers to the rows of a part; undefined where they have several targets each. */
export function answersOf(
  model: Pick<Model, 'spec' | 'weights' | 'preprocessing'>,
  { x, target, rows }: WholePart,
  backend: Backend,
): HeldOut | undefined {
  if (target.length !== rows) return undefined;
  const { spec, weights, preprocessing } = model;
  const predictor = new Predictor({ spec, weights, ...(preprocessing && { preprocessing }) }, backend);
  return { outputs: Float64Array.from(predictor.run(x, rows)), target, rows };
}

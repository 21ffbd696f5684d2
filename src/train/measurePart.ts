import { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { targetsOf } from './part.ts';
import type { WholePart } from './part.ts';
import { lossOf, updateOf } from './setup.ts';
import type { Setup } from './setup.ts';
import { validator } from './validate.ts';
import { valueErrors } from './valueErrors.ts';
import type { TargetUnit, ValueErrors } from './valueErrors.ts';

/** What a network comes to on some rows. */
export interface Measured {
  /** Mean over the targets, without penalties. */
  readonly loss: number;
  /** Share of the targets that are correct; absent where that is not counted. */
  readonly accuracy?: number;
  /** In the unit of the target, where it has one. */
  readonly errors?: ValueErrors;
  /** Of the network, row-major, where errors are measured. */
  readonly outputs?: Float64Array;
}

/**
 * Loss and accuracy of a trained network on some rows, as training measures its validation rows.
 *
 * @param unit of the target of a regression
 */
export function measurePart(
  setup: Setup,
  weights: ReadonlyMap<string, Tensor>,
  part: WholePart,
  backend: Backend,
  unit?: TargetUnit,
): Measured {
  const runtime = new Runtime(setup.spec, backend, updateOf(setup).rule);
  const loss = lossOf(setup);
  const run = validator(runtime, { spec: setup.spec, loss }, part, unit !== undefined);
  runtime.setWeights(weights);
  const totals = run();
  const targets = targetsOf(part);
  return {
    loss: totals.loss / targets,
    ...(loss.match && { accuracy: totals.correct / targets }),
    ...(unit && {
      errors: valueErrors(part.target, totals.outputs, unit),
      outputs: totals.outputs,
    }),
  };
}

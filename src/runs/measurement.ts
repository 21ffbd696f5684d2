import type { Residuals } from '../model/residuals.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Figures } from '../train/epochFigures.ts';
import type { Finished } from '../train/fit.ts';
import { measurePart } from '../train/measurePart.ts';
import { unitOf } from '../train/valueErrors.ts';
import type { PartErrors } from '../train/valueErrors.ts';
import { baselinesOf } from './baselines.ts';
import type { RunBaselines } from './baselines.ts';
import type { Prepared } from './decide.ts';
import { residualsOfRows } from './residuals.ts';

/** What the weights that are kept come to, measured once, when training has ended. */
export interface Measurement {
  /** Of the rows that test; absent where there are none. */
  readonly tested?: Figures;
  /** Of a regression, in the unit of its target; training rows that were streamed are not measured. */
  readonly errors?: PartErrors;
  /** Outputs of a regression for the rows held back, scaled as its target is. */
  readonly outputs?: Readonly<Partial<Record<'validation' | 'test', Float64Array>>>;
  /** How far it was off on the rows that validate. */
  readonly residuals?: Residuals;
  /** Answers without a network, and the network beside them. */
  readonly baselines?: RunBaselines;
}

/** Measures the rows that test, and for a regression all rows in the unit of the target. */
export function measurementOf(prepared: Prepared, finished: Finished, backend: Backend): Measurement {
  const { setup, preprocessing, train, validation, test } = prepared;
  const { weights } = finished;
  const unit = unitOf(preprocessing);
  const measure = (part: typeof test) => part && measurePart(setup, weights, part, backend, unit);
  const tested = measure(test);
  const trained = unit && train.kind === 'whole' ? measure(train) : undefined;
  const validated = unit && measure(validation);
  const residuals =
    validated?.outputs &&
    validation &&
    residualsOfRows({ ...validation, outputs: validated.outputs }, preprocessing);
  const baselines = baselinesOf(prepared, finished, backend);
  return {
    ...(residuals && { residuals }),
    ...(tested && { tested: { testLoss: tested.loss, testAccuracy: tested.accuracy } }),
    ...(unit && {
      errors: {
        ...(trained?.errors && { train: trained.errors }),
        ...(validated?.errors && { validation: validated.errors }),
        ...(tested?.errors && { test: tested.errors }),
      },
      outputs: {
        ...(validated?.outputs && { validation: validated.outputs }),
        ...(tested?.outputs && { test: tested.outputs }),
      },
    }),
    ...(baselines && { baselines }),
  };
}

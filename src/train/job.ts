import { NnError } from '../errors.ts';
import { Predictor } from '../runtime/predictor.ts';
import type { Backend } from '../runtime/runtime.ts';
import { fit } from './fit.ts';
import type { Finished } from './fit.ts';
import type { Epoch } from './events.ts';
import type { WholePart } from './part.ts';
import { rowFigures } from './rowFigures.ts';
import type { RowFigures } from './rowFigures.ts';
import { Training } from './training.ts';
import type { Setup } from './setup.ts';

/** A whole training run as plain data: it can be posted to a thread. */
export interface Job {
  readonly setup: Setup;
  readonly train: WholePart;
  readonly validation?: WholePart | undefined;
  /** Rows to predict with the trained network. */
  readonly test?: WholePart | undefined;
  /** Whether each validation row is measured with the weights that are kept. */
  readonly byRow?: boolean;
}

/** How a job ended: trained, or failed as a run fails (it diverged, its layers do not fit). */
export type JobAnswer =
  | {
      readonly kind: 'done';
      readonly epochs: readonly Epoch[];
      readonly finished: Finished;
      readonly ms: number;
      /** Outputs for the rows of `test`, row-major. */
      readonly outputs?: Float32Array | Float64Array;
      /** Of the validation rows, where they were asked for. */
      readonly validationRows?: RowFigures | undefined;
    }
  | { readonly kind: 'failed'; readonly message: string; readonly hint?: string };

/** Runs a job from its beginning to its end. */
export function runJob(
  { setup, train, validation, test, byRow }: Job,
  backend: Backend,
  now: () => number,
): JobAnswer {
  const began = now();
  try {
    const world = { backend, now, interrupted: () => false };
    const run = fit(new Training(setup, { train, validation }, world));
    const epochs: Epoch[] = [];
    for (;;) {
      const next = run.next();
      if (next.done) {
        const finished = next.value;
        const model = { spec: setup.spec, weights: finished.weights };
        const outputs = test && new Predictor(model, backend).run(test.x, test.rows);
        const ms = now() - began;
        const validationRows =
          byRow && validation && rowFigures({ ...model, loss: setup.loss }, validation, backend);
        return {
          kind: 'done',
          epochs,
          finished,
          ms,
          ...(outputs && { outputs }),
          ...(validationRows && { validationRows }),
        };
      }
      if (next.value.kind === 'epoch') epochs.push(next.value);
    }
  } catch (error) {
    if (!(error instanceof NnError)) throw error;
    return { kind: 'failed', message: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  }
}

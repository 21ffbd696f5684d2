import type { NetworkSpec } from '../network/spec.ts';
import type { LossRequest } from '../runtime/compileLoss.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { persistent } from '../plan/plan.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { passOf } from './pass.ts';
import { place } from './feed.ts';
import type { WholePart } from './part.ts';

/** Sums over the validation rows. */
export interface Totals {
  /** By the weights of the rows, where they have some. */
  loss: number;
  /** Correct targets. */
  correct: number;
  /** Outputs for every row, row-major, where they are needed. */
  readonly outputs: Float64Array;
}

/** Rows of one evaluation pass. */
const ROWS = 1024;

/**
 * Runs the network over a part in inference mode; the returned object is reused.
 *
 * @param keep whether outputs are needed
 */
export function validator(
  runtime: Runtime,
  { spec, loss }: { readonly spec: NetworkSpec; readonly loss: LossRequest },
  part: WholePart,
  keep: boolean,
): () => Totals {
  const data = place(runtime, { spec, loss: loss.loss }, part, 'validation');
  const order = persistent('validation order', [part.rows], 'int32');
  const cursor = persistent('validation cursor', [], 'int32');
  runtime.reserve(order, cursor);
  const rows = Math.min(part.rows, ROWS);
  const sizes = [rows, part.rows % rows].filter((size) => size > 0);
  const source = { ...data, order, cursor };
  const passes = sizes.map((size) =>
    passOf(runtime.compile({ mode: 'predict', rows: size, source, loss }), runtime.arena.views.round),
  );
  runtime.ints(order).forEach((_, i, all) => (all[i] = i));
  const width = sizeOf(passes[0].compiled.prediction.shape) / rows;
  const outputs = new Float64Array(keep ? part.rows * width : 0);
  const totals: Totals = { loss: 0, correct: 0, outputs };
  return () => {
    totals.loss = 0;
    totals.correct = 0;
    const at = runtime.ints(cursor);
    for (at[0] = 0; at[0] < part.rows;) {
      const pass = passes[part.rows - at[0] >= rows ? 0 : passes.length - 1];
      pass.bound.run();
      totals.loss += pass.lossSum();
      totals.correct += pass.correctSum();
      if (keep) outputs.set(pass.bound.read(pass.compiled.prediction), at[0] * width);
      at[0] += pass.rows;
    }
    return totals;
  };
}

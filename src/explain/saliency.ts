import { encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import { encodeTarget } from '../data/target.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import type { Model } from '../model/file.ts';
import { sgd } from '../optimizers/sgd.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import { chooseLoss, optimizerSettings } from '../train/choose.ts';

/** Rows of a batch, and rows whose gradients are averaged in all. */
const BATCH = 64;
const MOST = 1024;

/** How many of some rows are looked at. */
export const mostRows = (rows: number): number => Math.min(MOST, rows);

/**
 * Mean |∂loss/∂x| of every input over the first rows of a table (Simonyan et al. 2014, saliency).
 *
 * @param told how many rows are done, now and then
 */
export function saliency(
  model: Model,
  preprocessing: Preprocessing,
  table: Table,
  backend: Backend,
  told: (rows: number) => void = () => {},
): Float64Array {
  const width = inputWidth(preprocessing);
  const loss = chooseLoss(model.loss ?? 'auto', preprocessing);
  // Room for gradients comes with an update rule, though this network does not learn.
  const runtime = new Runtime(model.spec, backend, sgd.rule(optimizerSettings(sgd, {})));
  runtime.setWeights(model.weights);
  const rows = Math.min(BATCH, table.rows);
  const { compiled, bound } = runtime.compile({ mode: 'predict', rows, loss: { loss }, inputGradient: true });
  const { target, inputGradient } = compiled;
  if (!target || !inputGradient) throw new Error('this plan has a loss and an input gradient');
  const sums = new Float64Array(width);
  const x = encodeFeatures(preprocessing, table);
  const targets = encodeTarget(preprocessing, table);
  const all = mostRows(table.rows);
  let seen = 0;
  for (let first = 0; first + rows <= all; first += rows) {
    runtime.floats(compiled.x).set(x.subarray(first * width, (first + rows) * width));
    const views = loss.target === 'classes' ? runtime.ints(target) : runtime.floats(target);
    views.set(targets.subarray(first, first + rows));
    bound.run();
    bound.read(inputGradient).forEach((value, i) => (sums[i % width] += Math.abs(value) * rows));
    seen += rows;
    told(seen);
  }
  return sums.map((sum) => sum / seen);
}

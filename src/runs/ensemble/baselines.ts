import type { Backend } from '../../runtime/runtime.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { partRows } from '../../train/partRows.ts';
import { baselinesOf, judgeFolds } from '../baselines.ts';
import type { RunBaselines } from '../baselines.ts';
import type { Prepared } from '../decide.ts';
import type { Joined } from './join.ts';
import type { Member } from './members.ts';
import type { HeldOut } from './outOfFold.ts';
import { maxOf } from '../../util/extremes.ts';

/** The folds of the rows, each once, however many members they validate; undefined where rows are left out. */
function foldsOf(members: readonly Member[], rows: number) {
  const seen = new Uint8Array(rows);
  const folds = members.flatMap(({ plan: { split } }) => {
    if (!split || split.validation.some((row) => seen[row] === 1)) return [];
    for (const row of split.validation) seen[row] = 1;
    return [split];
  });
  return seen.every((one) => one === 1) ? folds : undefined;
}

/**
 * Answers without a network beside an ensemble: on the rows that test; else on all rows, each answered by the
 * members and the baselines that it did not train; else on the validation rows that the members share.
 *
 * @param prepared the choices of all members, with the rows of the whole as the joined network takes them
 * @param heldOut of folds: what the members answer to all rows
 */
export function ensembleBaselines(
  prepared: Prepared,
  members: readonly Member[],
  { spec, weights, ensemble }: Joined,
  heldOut: HeldOut | undefined,
  backend: Backend,
): RunBaselines | undefined {
  const { train, preprocessing, test } = prepared;
  const whole = { ...prepared, setup: { ...prepared.setup, spec } };
  const epochs = maxOf(members.map(({ finished }) => finished.epochs));
  const found = baselinesOf(whole, { weights, epochs }, backend);
  if (!found || test || !ensemble.folds || train.kind === 'streamed') return found;
  const { fitted } = found;
  const folds = heldOut?.rows === train.rows ? foldsOf(members, train.rows) : undefined;
  if (!heldOut || !folds) return { fitted };
  const width = heldOut.outputs.length / heldOut.rows;
  const judged = judgeFolds(
    folds.map((split) => ({
      preprocessing,
      train: partRows(train, split.train),
      test: partRows(train, split.validation),
      outputs: Float64Array.from(
        { length: split.validation.length * width },
        (_, at) => heldOut.outputs[split.validation[Math.floor(at / width)] * width + (at % width)],
      ),
    })),
    sizeOf(spec.input),
  );
  return { fitted, ...(judged && { judged }) };
}

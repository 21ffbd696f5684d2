import type { Backend } from '../../runtime/runtime.ts';
import { baselinesOf, judgeFolds } from '../baselines.ts';
import type { RunBaselines } from '../baselines.ts';
import type { Prepared } from '../decide.ts';
import type { Joined } from './join.ts';
import type { Member } from './members.ts';

/**
 * Answers without a network beside an ensemble: on the rows that test; else on all rows, each answered by the
 * member and the baselines that it did not train; else on the validation rows that the members share.
 * Undefined where the members' inputs are encoded differently.
 *
 * @param prepared the choices of all members, with the rows of the whole
 */
export function ensembleBaselines(
  prepared: Prepared,
  members: readonly Member[],
  { spec, weights, preprocessing, ensemble }: Joined,
  backend: Backend,
): RunBaselines | undefined {
  if (members.some((member) => member.prepared.preprocessing !== preprocessing)) return undefined;
  const whole = { ...prepared, setup: { ...prepared.setup, spec } };
  const epochs = Math.max(...members.map(({ finished }) => finished.epochs));
  const found = baselinesOf(whole, { weights, epochs }, backend);
  if (!found || prepared.test || !ensemble.folds) return found;
  const folds = members.flatMap(({ prepared: { train, validation }, outputs }) =>
    train.kind === 'whole' && validation && outputs
      ? [{ preprocessing, train, test: validation, outputs }]
      : [],
  );
  const judged =
    folds.length === members.length ? judgeFolds(folds, members[0].prepared.setup.spec) : undefined;
  return { fitted: found.fitted, ...(judged && { judged }) };
}

import type { Member } from '../ensemble/members.ts';
import { outOfFold } from '../ensemble/outOfFold.ts';
import type { BestPlan, PlannedCandidate } from './plan.ts';
import { logLossOf, lossWithout, selectGreedily, squaredErrorOf } from './select.ts';

/** A candidate that was trained on all folds, and what it came to. */
export interface Measured {
  readonly planned: PlannedCandidate;
  readonly members: readonly Member[];
  /** Its answers to all rows, each by the network that it did not train. */
  readonly outputs: Float64Array;
  /** Log loss, or mean squared error of the scaled target, of these. */
  readonly loss: number;
  /** How much it counts in the mean. */
  readonly weight: number;
  /** The loss of the mean without it; undefined where nothing is left then. */
  readonly without: number | undefined;
  /** Milliseconds of all its networks. */
  readonly ms: number;
}

/** Chooses and weighs candidates by their answers to rows that they were not trained on. */
export function measureCandidates(
  { dataset }: BestPlan,
  trained: readonly { planned: PlannedCandidate; members: readonly Member[] }[],
): { measured: Measured[]; loss: number } {
  const { target } = dataset.preprocessing;
  const answers = trained.map(({ members }) => outOfFold(members, dataset));
  const lossOf =
    target.kind === 'classes'
      ? logLossOf(answers[0].target, target.classes.length)
      : squaredErrorOf(answers[0].target);
  const outputs = answers.map((answer) => answer.outputs);
  const selection = selectGreedily(outputs, lossOf);
  const measured = trained.map(({ planned, members }, i) => ({
    planned,
    members,
    outputs: outputs[i],
    loss: lossOf(outputs[i]),
    weight: selection.weights[i],
    without: selection.weights[i] > 0 ? lossWithout(outputs, selection, i, lossOf) : undefined,
    ms: members.reduce((sum, { ms }) => sum + ms, 0),
  }));
  return { measured, loss: selection.loss };
}

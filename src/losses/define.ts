import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';

/** Tensors and numbers a loss works with. Rows m, outputs n. */
export interface LossContext {
  /** What the network gives: logits when the loss folds the output activation in, else its output. */
  readonly x: Handle;
  /** Classes: int32 [m]; values: float [m×n]. */
  readonly target: Handle;
  /** Probabilities [m×n] for losses that fold an activation in; otherwise the same tensor as x. */
  readonly p: Handle;
  /** Loss of each row [m]. */
  readonly loss: Handle;
  readonly dx: Handle;
  readonly m: number;
  readonly n: number;
  readonly smoothing: number;
  /** Huber's threshold. */
  readonly delta: number;
  /** Probabilities are clipped before the logarithm as NNFS does; 0: exact. */
  readonly clip: number;
}

/** A loss: its value for each row and the gradient of the mean over the batch. */
export interface Loss {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly formula: string;
  /** The paper or chapter, and PyTorch's name. */
  readonly source: string;
  /** A command that trains with it. */
  readonly example: string;
  readonly target: 'classes' | 'values';
  /** The output activation that this loss computes itself, from logits. */
  readonly folds?: 'softmax' | 'sigmoid';
  forward(plan: PlanBuilder, c: LossContext): void;
  backward(plan: PlanBuilder, c: LossContext): void;
}

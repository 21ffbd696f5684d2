import type { Chosen } from '../augment/index.ts';
import type { Mode } from '../layers/define.ts';
import type { ResolvedNode } from '../network/graph.ts';
import type { ParameterGroup } from '../network/factors.ts';
import type { NetworkSpec, Penalty } from '../network/spec.ts';
import type { Rule } from '../optimizers/define.ts';
import type { Handle, Plan } from '../plan/plan.ts';
import type { LossRequest } from './compileLoss.ts';
import type { NetworkMemory } from './networkMemory.ts';

/** Where batches come from: a data set in the arena. Without `order` the run takes all rows as they stand. */
export interface BatchSource {
  readonly x: Handle;
  /** int32 [rows], or [rows × steps], for classes (negative: none), float [rows × outputs] for values. */
  readonly target?: Handle;
  /** A weight for each row, mean 1. */
  readonly weights?: Handle;
  /** Which rows in which order, int32, and the position of the batch in it, int32 scalar. */
  readonly order?: Handle;
  readonly cursor?: Handle;
}

/** A moving average of the weights; it is of the network's size. */
export interface AverageHandles {
  readonly parameters: Handle;
  readonly states: Handle;
  /** How much of the present weights comes into it with this update, a number of the host's. */
  readonly share: Handle;
}

/** What an update does with the gradients. */
export interface UpdateRequest {
  readonly rule: Rule;
  /** Penalty of every layer that has none of its own. */
  readonly penalty?: Partial<Penalty>;
  /** λ added to the gradient as λ·w (torch.optim); 0 for optimizers that decouple it. */
  readonly weightDecay?: number;
  /** Greatest norm of the whole gradient. */
  readonly clipNorm?: number;
  /** Runs of parameters with knobs of their own, all parameters in their order; absent: one for all. */
  readonly groups?: readonly ParameterGroup[];
  /** Follows the weights after every update. */
  readonly average?: AverageHandles;
}

/** What is compiled: a network for one batch size, and what a run of it does. */
export interface CompileRequest {
  readonly spec: NetworkSpec;
  readonly memory: NetworkMemory;
  readonly mode: Mode;
  /** Rows of one run. */
  readonly rows: number;
  /** Absent: the host writes rows into `x` (and targets into `target`). */
  readonly source?: BatchSource;
  readonly loss?: LossRequest;
  readonly update?: UpdateRequest;
  /** Share of the dropout rates that there is in this step, a number of the host's. */
  readonly dropoutShare?: Handle;
  /** Changes made to the rows of a training batch. */
  readonly augment?: readonly Chosen[];
  /**
   * Also compute the gradient of the loss with respect to the input; the parameters' own gradients are not
   * kept unless there is an update.
   */
  readonly inputGradient?: boolean;
  /**
   * Gradient of the output, persistent and filled by the host: what an update learns from instead of a loss.
   */
  readonly outputGradient?: Handle;
  /** Keep every layer's output readable after the run. */
  readonly keepLayers?: boolean;
}

/** A penalty on one parameter: `factor` times Σ|w| or Σw². */
export interface PenaltyTerm {
  readonly parameter: string;
  readonly norm: 'l1' | 'l2';
  readonly factor: number;
  readonly sum: Handle;
}

/** One layer in a compiled network. */
export interface CompiledLayer {
  readonly resolved: ResolvedNode;
  readonly inputs: readonly Handle[];
  readonly output: Handle;
}

/** A network compiled for one batch size: the plan and the tensors worth knowing. */
export interface Compiled {
  readonly plan: Plan;
  readonly rows: number;
  readonly x: Handle;
  readonly target?: Handle;
  readonly layers: readonly CompiledLayer[];
  /** Output of the network: probabilities where the loss folds them in. */
  readonly prediction: Handle;
  /** Loss of each row, or of each step of its sequence, and the sums over the batch. */
  readonly lossRows?: Handle;
  readonly lossSum?: Handle;
  /** Correct targets of the batch, where the loss says what counts as correct. */
  readonly correctSum?: Handle;
  readonly penalties: readonly PenaltyTerm[];
  /** Masks that the host fills before every run. */
  readonly hostMasks: readonly { readonly mask: Handle; readonly keep: number }[];
  /** Memory of recurrent layers that goes on from one run to the next. */
  readonly carried: readonly Handle[];
  /** Gradient of the loss with respect to the input, where it was requested. */
  readonly inputGradient?: Handle;
}

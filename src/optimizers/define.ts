import { int, read, update } from '../kernels/define.ts';
import type { AnyKernel } from '../kernels/define.ts';

/** Numbers a user may set, with the names of the command line. */
export interface OptimizerSettings {
  /** Share of the last update that is kept, 0 … 1 (sgd). */
  readonly momentum: number;
  /** Nesterov momentum (sgd). */
  readonly nesterov: boolean;
  /** Decay of the first moment, 0 … 1 (Adam and its relatives). */
  readonly beta1: number;
  /** Decay of the second moment, 0 … 1 (Adam and its relatives). */
  readonly beta2: number;
  /** Decay of the squared gradients, 0 … 1 (rmsprop). */
  readonly rho: number;
  /** Added to the denominator; NNFS and Keras have 1e-7, PyTorch 1e-8. */
  readonly epsilon: number;
  /**
   * AdamW: decoupled decay. Elsewhere λ is added to the gradient (torch.optim.SGD) and the kernel does not
   * see it.
   */
  readonly weightDecay: number;
}

/** What an optimizer needs for one step. */
export interface StepKnobs {
  readonly learningRate: number;
  /** 1 for the first update. */
  readonly t: number;
  readonly settings: OptimizerSettings;
}

/** The rule of an update: its kernel and the numbers that change from step to step. */
export interface Rule {
  /**
   * w, g, one argument per moment, k (knobs), n, knobs. Runs over the whole parameter segment in one call.
   */
  readonly kernel: AnyKernel;
  /** Names of the moments: segments as long as the parameters, zero at first. */
  readonly moments: readonly string[];
  /** How many knobs the kernel reads. */
  readonly knobs: number;
  /** Writes the knobs of one step to `out`; allocates nothing. */
  set(out: Float64Array, step: StepKnobs): void;
}

/** An optimizer: what help, tables and training know about it. */
export interface Optimizer {
  readonly name: string;
  readonly summary: string;
  /** The paper or chapter. */
  readonly source: string;
  /** Used when --learning-rate is not given. */
  readonly learningRate: number;
  /** Settings it listens to, with their defaults; any other setting is refused. */
  readonly defaults: Partial<OptimizerSettings>;
  rule(settings: OptimizerSettings): Rule;
}

/** The arguments every update kernel has, with one segment per moment between the gradient and the knobs. */
export function updateArgs<const M extends string>(...moments: M[]) {
  const segments = Object.fromEntries(moments.map((name) => [name, update(['n'])])) as Record<
    M,
    ReturnType<typeof update>
  >;
  return { w: update(['n']), g: read(['n']), ...segments, k: read(['knobs']), n: int, knobs: int };
}

import { losses } from '../losses/index.ts';
import type { Loss } from '../losses/define.ts';
import { outputActivation } from '../network/outputNode.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { optimizers } from '../optimizers/index.ts';
import type { Optimizer, OptimizerSettings } from '../optimizers/define.ts';
import type { LossRequest } from '../runtime/compileLoss.ts';
import type { UpdateRequest } from '../runtime/compileRequest.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { optimizerSettings } from '../train/choose.ts';
import type { RandomState } from '../util/random.ts';
import type { KernelOptions } from './kernels.ts';

/** How a network learns; the settings of the optimizer have the names of `nn train`. */
export interface TrainerOptions extends KernelOptions, Partial<OptimizerSettings> {
  /**
   * A name of `losses`; by the last activation unless given: softmax cross-entropy, sigmoid
   * binary-cross-entropy, else mse.
   */
  readonly loss?: string | undefined;
  /** A name of `optimizers`; adam unless given. */
  readonly optimizer?: string | undefined;
  /** Step size; the optimizer's own unless given. It can be changed between two steps. */
  readonly learningRate?: number | undefined;
  /** Share of certainty taken from the target, 0 … 1; 0 unless given. */
  readonly labelSmoothing?: number | undefined;
  /** Probabilities are clipped by so much before the logarithm; NNFS does by 1e-7. 0, exact, unless given. */
  readonly clip?: number | undefined;
  /** λ of a penalty λ·Σ|w| on weights; 0 unless given. */
  readonly l1?: number | undefined;
  /** λ of a penalty λ·Σw² on weights; 0 unless given. */
  readonly l2?: number | undefined;
  /** Greatest norm of the weights that lead to one unit; none unless given. */
  readonly maxNorm?: number | undefined;
  /** Greatest norm of the whole gradient; none unless given. */
  readonly clipNorm?: number | undefined;
  /** Weights to start from instead of drawing some: those of a model, or of `Network.init`. */
  readonly weights?: ReadonlyMap<string, Tensor> | undefined;
  /** How weights are drawn, as `Network.init` takes it; `auto` unless given. */
  readonly init?: string | undefined;
  /** Seed of weights and of dropout masks, 0 … 2³²−1; 0 unless given. */
  readonly seed?: number | undefined;
  /** The stream that weights are drawn from, instead of one of this seed. */
  readonly random?: RandomState | undefined;
}

/** The loss that goes with the last activation of a network. */
function usualLoss(spec: NetworkSpec): string {
  const name = outputActivation(spec);
  return name === 'softmax' ? 'cross-entropy' : name === 'sigmoid' ? 'binary-cross-entropy' : 'mse';
}

/** What counts as correct; nothing where the target holds values. */
function matchOf({ target, folds }: Loss): Pick<LossRequest, 'match'> {
  if (target === 'classes') return { match: 'argmax' };
  return folds === 'sigmoid' ? { match: 'threshold' } : {};
}

/**
 * The loss that some options ask for.
 *
 * @throws {NnError} `usage` for an unknown name
 */
export function lossRequest(spec: NetworkSpec, o: TrainerOptions): LossRequest {
  const loss = losses.get(o.loss ?? usualLoss(spec));
  return { loss, smoothing: o.labelSmoothing ?? 0, clip: o.clip ?? 0, ...matchOf(loss) };
}

/**
 * An optimizer with its settings.
 *
 * @throws {NnError} `usage` for an unknown name, or a setting that it does not have
 */
export function chooseOptimizer(o: TrainerOptions): { optimizer: Optimizer; settings: OptimizerSettings } {
  const optimizer = optimizers.get(o.optimizer ?? 'adam');
  const { momentum, nesterov, beta1, beta2, rho, epsilon, weightDecay } = o;
  const given = Object.entries({ momentum, nesterov, beta1, beta2, rho, epsilon, weightDecay });
  const set = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  return { optimizer, settings: optimizerSettings(optimizer, set) };
}

/** What an update does beside the optimizer's own rule. */
export function updateRequest(
  { l1 = 0, l2 = 0, maxNorm, clipNorm }: TrainerOptions,
  { optimizer, settings }: { optimizer: Optimizer; settings: OptimizerSettings },
): UpdateRequest {
  return {
    rule: optimizer.rule(settings),
    penalty: { l1, l2, ...(maxNorm !== undefined && { maxNorm }) },
    // AdamW takes the decay apart from the gradient, in its kernel.
    weightDecay: optimizer.name === 'adamw' ? 0 : settings.weightDecay,
    ...(clipNorm !== undefined && { clipNorm }),
  };
}

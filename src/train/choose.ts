import { flagOf } from '../util/flag.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { usageError } from '../errors.ts';
import { losses } from '../losses/index.ts';
import type { Loss } from '../losses/define.ts';
import { optimizers } from '../optimizers/index.ts';
import type { Optimizer, OptimizerSettings } from '../optimizers/define.ts';

/**
 * Settings of an optimizer with the user's on top of its defaults.
 * @throws {NnError} a usage error for one that it does not have
 */
export function optimizerSettings(
  optimizer: Optimizer,
  given: Partial<OptimizerSettings>,
  common: Partial<OptimizerSettings> = {},
): OptimizerSettings {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || name in optimizer.defaults) continue;
    const having = optimizers.all.filter((other) => name in other.defaults).map((other) => other.name);
    throw usageError(`optimizer ${optimizer.name} has no ${flagOf(name)}`, {
      hint: `add --optimizer ${having.join(' or ')}`,
    });
  }
  const none = {
    momentum: 0,
    nesterov: false,
    beta1: 0.9,
    beta2: 0.999,
    rho: 0.9,
    epsilon: 1e-7,
    weightDecay: 0,
  };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...none, ...optimizer.defaults, ...common, ...set };
}

/** What nn train's options say about the optimizer. */
export type OptimizerOptions = {
  readonly [K in Exclude<keyof OptimizerSettings, 'nesterov'>]: number | undefined;
} & { readonly optimizer: string; readonly nesterov: boolean };

/**
 * The optimizer with its settings.
 *
 * @returns with the λ·w that is added to the gradient: none where the optimizer takes its decay off the weights
 * @throws NnError('usage') for settings that it does not have
 */
export function chooseOptimizer(o: OptimizerOptions) {
  const optimizer = optimizers.get(o.optimizer);
  const settings = optimizerSettings(optimizer, {
    momentum: o.momentum,
    ...(o.nesterov && { nesterov: true, momentum: o.momentum ?? 0.9 }),
    beta1: o.beta1,
    beta2: o.beta2,
    rho: o.rho,
    epsilon: o.epsilon,
    weightDecay: o.weightDecay,
  });
  return { optimizer, settings, weightDecay: optimizer.name === 'adamw' ? 0 : settings.weightDecay };
}

/** The loss of this name, or the usual one for the task. */
export function chooseLoss(name: string, { target }: Preprocessing): Loss {
  const required = name === 'auto' ? (target.kind === 'classes' ? 'cross-entropy' : 'mse') : name;
  const loss = losses.get(required);
  // Of two classes the network says how probable the second one is.
  if (target.kind === 'classes' && loss.folds === 'sigmoid') {
    if (target.classes.length === 2) return loss;
    throw usageError(
      `loss ${loss.name} asks yes or no, but target "${target.name}" has ${target.classes.length} classes`,
      { hint: 'use --loss cross-entropy' },
    );
  }
  if ((loss.target === 'classes') !== (target.kind === 'classes')) {
    const task = target.kind === 'classes' ? 'classes' : 'numbers';
    throw usageError(`loss ${loss.name} does not fit target "${target.name}", which holds ${task}`, {
      hint:
        target.kind === 'classes'
          ? 'use --loss cross-entropy, or --task regression'
          : 'use --loss mse, mae or huber',
    });
  }
  return loss;
}

import { usageError } from '../errors.ts';
import { didYouMean } from '../util/suggest.ts';
import type { Activation } from './define.ts';
import { elu } from './elu.ts';
import { gelu } from './gelu.ts';
import { geluTanh } from './geluTanh.ts';
import { hardSigmoid } from './hardSigmoid.ts';
import { leakyRelu } from './leakyRelu.ts';
import { linear } from './linear.ts';
import { logSoftmax } from './logSoftmax.ts';
import { relu } from './relu.ts';
import { selu } from './selu.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { softmax } from './softmax.ts';
import { softplus } from './softplus.ts';
import { step } from './step.ts';
import { tanh } from './tanh.ts';

/** Every activation, in the order of the help. */
export const activations: readonly Activation[] = [
  linear,
  step,
  relu,
  leakyRelu,
  elu,
  selu,
  gelu,
  geluTanh,
  silu,
  softplus,
  sigmoid,
  hardSigmoid,
  tanh,
  softmax,
  logSoftmax,
];

const byName = new Map(activations.flatMap((a) => [a.name, ...(a.aliases ?? [])].map((name) => [name, a])));

/** True when `name` is an activation or an alias of one. */
export function isActivation(name: string): boolean {
  return byName.has(name);
}

/** The activation of this name or alias. Throws a usage error that suggests the nearest one. */
export function activationNamed(name: string): Activation {
  const found = byName.get(name);
  if (found) return found;
  throw usageError(`unknown activation "${name}"`, {
    hint: didYouMean(
      name,
      activations.map((a) => a.name),
    ),
  });
}

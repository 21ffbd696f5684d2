import type { Activation } from './define.ts';
import { elu } from './elu.ts';
import { gelu } from './gelu.ts';
import { geluTanh } from './geluTanh.ts';
import { hardSigmoid } from './hardSigmoid.ts';
import { leakyRelu } from './leakyRelu.ts';
import { linear } from './linear.ts';
import { logSoftmax } from './logSoftmax.ts';
import { mish } from './mish.ts';
import { relu } from './relu.ts';
import { selu } from './selu.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { softmax } from './softmax.ts';
import { softplus } from './softplus.ts';
import { step } from './step.ts';
import { tanh } from './tanh.ts';
import { registry } from '../util/registry.ts';

/** Every activation, in the order of the help. */
export const activations = registry<Activation>('activation', [
  linear,
  step,
  relu,
  leakyRelu,
  elu,
  selu,
  gelu,
  geluTanh,
  silu,
  mish,
  softplus,
  sigmoid,
  hardSigmoid,
  tanh,
  softmax,
  logSoftmax,
]);

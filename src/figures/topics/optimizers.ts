import { optimizers } from '../../optimizers/index.ts';
import type { Optimizer, OptimizerSettings } from '../../optimizers/define.ts';
import { trainOptions } from '../../options/train.ts';
import { equations, legend, topicKind } from './define.ts';
import { flagOption } from './options.ts';

const none: OptimizerSettings = {
  momentum: 0,
  nesterov: false,
  beta1: 0,
  beta2: 0,
  rho: 0,
  epsilon: 0,
  weightDecay: 0,
};

/** The update; that with momentum beside it where it is another one. */
function updates(optimizer: Optimizer): string[] {
  const { defaults } = optimizer;
  const formula = (settings: Partial<OptimizerSettings>) =>
    equations(optimizer.rule({ ...none, ...defaults, ...settings }).kernel.formula);
  const plain = formula({});
  if (defaults.momentum === undefined) return plain;
  const variant = (name: string, lines: string[]) => lines.map((line) => `${line}   (${name})`);
  return [
    ...plain,
    ...variant('--momentum μ', formula({ momentum: 0.9 })),
    ...variant('--nesterov', formula({ momentum: 0.9, nesterov: true })),
  ];
}

const letters = {
  w: 'a weight',
  g: 'its gradient',
  lr: '--learning-rate',
  t: 'the number of the update',
  μ: '--momentum',
  'β₁': '--beta1',
  'β₂': '--beta2',
  ρ: '--rho',
  ε: '--epsilon',
};

/** What nn train does where --learning-rate is not given, if that is not the default alone. */
const chosen = ({ name, learningRate }: Optimizer): (readonly [string, string])[] =>
  name.startsWith('adam')
    ? [['learning rate', `${learningRate}; nn train begins plain dense networks with 0.01`]]
    : [];

/** Optimizers. */
export const optimizerTopics = topicKind('optimizer', 'optimizers', optimizers, (optimizer) => ({
  summary: optimizer.summary,
  formula: updates(optimizer),
  facts: [...legend(updates(optimizer), letters), ...chosen(optimizer)],
  source: optimizer.source,
  usage: `--optimizer ${optimizer.name}`,
  options: [
    flagOption('learningRate', trainOptions.learningRate, optimizer.learningRate),
    ...Object.entries(optimizer.defaults).map(([name, value]) =>
      flagOption(name, trainOptions[name as keyof OptimizerSettings], value),
    ),
  ],
  example: `nn train spiral --optimizer ${optimizer.name}`,
}));

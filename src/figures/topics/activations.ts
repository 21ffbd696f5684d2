import { activations } from '../../activations/index.ts';
import { topicKind } from './define.ts';

/** Activation functions. */
export const activationTopics = topicKind('activation', 'activations', activations, (f) => ({
  summary: f.summary,
  formula: [`f(x) = ${f.formula}`],
  facts: [
    ['derivative', /\by/.test(f.derivative) ? `${f.derivative}, where y = f(x)` : f.derivative],
    ['weights', `those that lead to it are drawn by --init ${f.init} unless given`],
  ],
  source: f.source,
  usage: `--activation ${f.name}, or in --layers …,64,${f.name}`,
  options:
    f.alpha === undefined
      ? []
      : [
          {
            name: 'alpha',
            meaning: 'α of the formula',
            values: `a number: ${f.name}:0.2`,
            fallback: String(f.alpha),
          },
        ],
  example: f.example ?? `nn train spiral --activation ${f.name}`,
}));

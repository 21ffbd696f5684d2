import { percent } from '../../util/quantity.ts';
import type { LayerHealth } from './define.ts';
import type { Rule } from './rule.ts';

/** Shares of a layer from which on it is worth a word. */
const DEAD = 0.4;
const SATURATED = 0.5;

const rate = (value: number) => String(Number(value.toPrecision(2)));

const worst = (layers: readonly LayerHealth[], of: (layer: LayerHealth) => number) =>
  [...layers].sort((a, b) => of(b) - of(a)).slice(0, 3);

/** Units that no row reaches: their gradient is 0, and they will not come back. */
export const deadUnits: Rule = {
  name: 'dead ReLUs',

  judge({ health, run }) {
    const share = ({ dead, units }: LayerHealth) => dead / units;
    const layers = health?.layers.filter((layer) => share(layer) >= DEAD) ?? [];
    if (layers.length === 0) return undefined;
    return {
      evidence: worst(layers, share)
        .map(
          (layer) =>
            `in ${layer.name} ${layer.dead} of ${layer.units} units ${layer.dead === 1 ? 'gives' : 'give'} 0 for every row (${percent(share(layer))})`,
        )
        .join('; '),
      remedies: [
        { sentence: 'use an activation with a slope below 0', patch: { activation: 'leaky-relu' } },
        { sentence: 'use a smaller learning rate', patch: { learningRate: rate(run.learningRate / 10) } },
        { sentence: 'initialise the weights for this activation', patch: { init: 'he' } },
      ],
    };
  },
};

/** Units at the flat ends of their curve: almost no gradient passes. */
export const saturatedUnits: Rule = {
  name: 'saturated units',

  judge({ health, run }) {
    const share = ({ saturated }: LayerHealth) => saturated;
    const layers = health?.layers.filter((layer) => share(layer) >= SATURATED) ?? [];
    if (layers.length === 0) return undefined;
    return {
      evidence: worst(layers, share)
        .map(
          ({ name, activation, saturated }) =>
            `in ${name} ${percent(saturated)} of the outputs are at the flat ends of ${activation}, where the gradient is nearly 0`,
        )
        .join('; '),
      remedies: [
        { sentence: 'use an activation that does not saturate', patch: { activation: 'relu' } },
        {
          sentence: 'standardise the inputs and initialise the weights for this activation',
          patch: { standardize: true, init: 'glorot' },
        },
        { sentence: 'use a smaller learning rate', patch: { learningRate: rate(run.learningRate / 10) } },
      ],
    };
  },
};

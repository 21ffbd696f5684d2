import { fallsShort, keptFit, skillOf } from './evidence.ts';
import { percent } from '../../util/quantity.ts';
import type { LayerHealth } from './define.ts';
import type { Rule } from './rule.ts';

/** Shares of a layer from which on it is worth a word. */
const DEAD = 0.4;
const SATURATED = 0.5;

const worst = (layers: readonly LayerHealth[], of: (layer: LayerHealth) => number) =>
  [...layers].sort((a, b) => of(b) - of(a)).slice(0, 3);

/** Units that no row reaches: their gradient is 0, and they will not come back. */
export const deadUnits: Rule = {
  name: 'dead ReLUs',
  explains: 'curves',

  judge(one, curves) {
    const { health, run } = one;
    const share = ({ dead, units }: LayerHealth) => dead / units;
    const layers = health?.layers.filter((layer) => share(layer) >= DEAD) ?? [];
    // A network with units to spare can do without some.
    if (layers.length === 0 || !fallsShort(one, curves)) return undefined;
    return {
      evidence: worst(layers, share)
        .map(
          (layer) =>
            `in ${layer.name} ${layer.dead} of ${layer.units} units ${layer.dead === 1 ? 'gives' : 'give'} 0 for every row (${percent(share(layer))})`,
        )
        .join('; '),
      remedies: [
        run.init === undefined || run.init === 'he'
          ? { sentence: 'use an activation with a slope below 0', patch: { activation: 'leaky-relu' } }
          : { sentence: 'initialise the weights for this activation', patch: { init: 'he' } },
      ],
    };
  },
};

/** Units at the flat ends of their curve: almost no gradient passes. */
export const saturatedUnits: Rule = {
  name: 'saturated units',
  explains: 'curves',

  judge(one, curves) {
    const { health, run } = one;
    const share = ({ saturated }: LayerHealth) => saturated;
    const layers = health?.layers.filter((layer) => share(layer) >= SATURATED) ?? [];
    // A network with units to spare can do without some.
    const { training, validation = training } = keptFit(one, curves);
    const misses = fallsShort(one, curves) || skillOf(validation, curves) < 0.9;
    if (layers.length === 0 || !misses) return undefined;
    const bent = { sentence: 'use an activation that does not saturate', patch: { activation: 'relu' } };
    const drawn = {
      sentence: 'standardise the inputs and initialise the weights for this activation',
      patch: { standardize: true, init: 'glorot' },
    };
    return {
      evidence: worst(layers, share)
        .map(
          ({ name, activation, saturated }) =>
            `in ${name} ${percent(saturated)} of the outputs are at the flat ends of ${activation}, where the gradient is nearly 0`,
        )
        .join('; '),
      remedies: run.init === undefined ? [bent, drawn] : [drawn, bent],
    };
  },
};

import { flat, network } from './define.ts';
import type { Preset } from './define.ts';

/** Factors of the parameters that are no weights of dense layers. */
const own = 'scale=6,embed=0.1,embed.categories=1,parametric=0.1';

/**
 * RealMLP-TD of Holzmueller et al. 2024: layers and options of their own, nothing else. The decay of the
 * originals has the factor of the learning rate twice, so that it stands among the factors of the decay too.
 */
export const realmlp: Preset = {
  name: 'realmlp',
  summary: 'for tables: RealMLP, embedded numbers and three layers of 256 with tuned defaults',
  source: 'Holzmueller et al. 2024',
  example: 'nn train nn:wine.csv --model realmlp',
  layers(input, outputs, target = 'classes') {
    const activation = `parametric:${target === 'classes' ? 'selu' : 'mish'}`;
    const hidden = Array.from({ length: 3 }, () => ['ntp:256', activation]).flat();
    const last = [`ntp:${outputs}`, ...(target === 'values' ? ['clamp'] : [])];
    return network(input, ...flat(input), 'embed:pbld', 'scale', ...hidden, ...last);
  },
  options: {
    scaler: 'robust',
    init: 'data',
    optimizer: 'adamw',
    beta2: '0.95',
    epsilon: '1e-8',
    schedule: 'coslog:4',
    lrFactor: `bias=0.1,${own}`,
    weightDecay: '0.02',
    weightDecaySchedule: 'flat-cos',
    weightDecayFactor: `bias=0,${own}`,
    dropout: '0.15',
    dropoutSchedule: 'flat-cos',
    labelSmoothing: '0.1',
    batchSize: '256',
    dropLast: true,
    epochs: '256',
    ties: 'last',
  },
  byTarget: {
    classes: { learningRate: 0.04, monitor: 'accuracy' },
    values: { learningRate: 0.2 },
  },
};

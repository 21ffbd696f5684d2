import type { Block } from '../../report/result.ts';
import { equations, parameterOf } from './define.ts';
import type { Narrator } from './define.ts';
import type { LayerStep } from '../stepValues.ts';
import { chosenUnits, digits, factor, othersThan } from '../write.ts';
import type { Detail } from '../write.ts';
import { mean, populationVariance } from '../../util/statistics.ts';

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** Mean and variance of the population. */
function momentsOf(values: readonly number[]): Moments {
  return { mean: mean(values), variance: populationVariance(values) };
}

interface Kind {
  readonly says: string;
  /** By what the input at a place is centred and scaled. */
  readonly moments: (at: number) => Moments;
}

function kindOf(layer: LayerStep, channels: number): Kind | undefined {
  const [x] = layer.inputs;
  const valuesOf = (key: string) => layer.states.find((state) => state.key === key)?.values ?? [];
  if (layer.type === 'batchnorm') {
    // Of a training step; a network that answers has none.
    const { mean: own, variance } = layer.saved;
    const [means, variances] =
      own && variance ? [own, variance] : [valuesOf('runningMean'), valuesOf('runningVariance')];
    return {
      says: own
        ? 'mean and variance of its channel over the batch and all positions'
        : 'running mean and variance of its channel, as training left them',
      moments: (at) => ({ mean: means[at % channels], variance: variances[at % channels] }),
    };
  }
  if (layer.type === 'layernorm')
    return {
      says: `mean and variance of the ${channels} numbers of this sample`,
      moments(at) {
        const from = at - (at % channels);
        return momentsOf(x.slice(from, from + channels));
      },
    };
  if (layer.type !== 'groupnorm') return undefined;
  const size = channels / Number(layer.options.groups);
  return {
    says: `mean and variance of its group of ${size} channels`,
    moments(at) {
      const group = Math.floor((at % channels) / size);
      return momentsOf(x.filter((_, i) => Math.floor((i % channels) / size) === group));
    },
  };
}

/** Outputs of a normalisation; undefined for other layers. */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const gain = parameterOf(layer, 'gain');
  const bias = parameterOf(layer, 'bias');
  if (!gain || !bias) return undefined;
  const channels = gain.values.length;
  const kind = kindOf(layer, channels);
  if (!kind) return undefined;
  const [x] = layer.inputs;
  const epsilon = digits(Number(layer.options.epsilon));
  const shown = chosenUnits(layer.output.length, detail);
  const lines = shown.map((j) => {
    const { mean, variance } = kind.moments(j);
    const [scale, shift] = [gain.values[j % channels], bias.values[j % channels]];
    return `y[${j}] = (${digits(x[j])} − ${factor(mean)}) / √(${digits(variance)} + ${epsilon})·${factor(scale)} + ${factor(shift)} = ${digits(layer.output[j])}`;
  });
  return [
    { kind: 'text', text: 'y = (x − mean) / √(variance + ε)·weight + bias' },
    { kind: 'text', text: kind.says },
    equations([...lines, ...othersThan(shown, layer.output.length, detail, 'output')]),
  ];
}

export const norm: Narrator = { forward };

import { formatLayers } from '../../../src/network/formatLayers.ts';
import { parseLayers } from '../../../src/network/layerString.ts';
import { expectSame } from '../define.ts';
import type { Target } from '../define.ts';
import { textBytes } from '../source.ts';

export const layers: Target = {
  name: 'layers',
  words: [
    'dense:',
    'conv:32:3',
    'relu',
    'add(8,8)',
    'auto',
    'flatten',
    'lstm:8',
    'embed:ple',
    '28x28x1',
    'dropout:0.5',
  ],
  seeds: async () =>
    [
      '2,64,3',
      '28x28x1,conv:32:3,relu,maxpool:2,flatten,10',
      'auto,64,auto',
      '8,add(8,relu,8),3',
      '12x1,lstm:8,1',
      '10,embedding:50:8,gru:4,2',
      '4,concat(8,(8,tanh)),softmax,3',
      '{"input":[2],"layers":[{"name":"a","type":"dense","options":{"units":3},"inputs":["input"]}]}',
    ].map(textBytes),
  async run(input) {
    const options = {
      activation: 'linear',
      outputActivation: 'linear',
      inputShape: [4],
      outputShape: [3],
      inputMayLack: true,
    };
    const spec = parseLayers(new TextDecoder().decode(input), options);
    const text = formatLayers(spec);
    const again = parseLayers(text, { ...options, inputShape: spec.input, outputShape: undefined });
    expectSame(formatLayers(again), text, 'written and read again');
  },
};

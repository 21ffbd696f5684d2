import { encodeSafetensors, parseSafetensors } from '../../src/formats/safetensors.ts';
import type { Model } from '../../src/model/define.ts';
import { encodeModel } from '../../src/model/file.ts';

/** A model of two columns and three classes, with everything that its file may say. */
export const smallModel: Model = {
  spec: {
    input: [2],
    layers: [
      { name: 'dense1', type: 'dense', options: { units: 3 }, inputs: ['input'] },
      { name: 'softmax1', type: 'activation', options: { function: 'softmax' }, inputs: ['dense1'] },
    ],
  },
  loss: 'cross-entropy',
  preprocessing: {
    features: [
      { kind: 'number', name: 'a', mean: 1, scale: 2 },
      { kind: 'number', name: 'b', mean: 0, scale: 1 },
    ],
    target: { kind: 'classes', name: 'y', classes: ['u', 'v', 'w'] },
  },
  training: { data: 'a.csv', rows: 2, epochs: 3, loss: 0.5 },
  rows: {
    counts: { train: 2, validation: 0, test: 0 },
    prints: { train: Uint32Array.of(1, 7), validation: new Uint32Array(0), test: new Uint32Array(0) },
  },
  baselines: [{ name: 'constant', parameters: Float64Array.of(0.5, 0.25, 0.25) }],
  weights: new Map([
    ['dense1.weight', { shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ['dense1.bias', { shape: [3], dtype: 'float32', data: Float32Array.of(0, 1, 2) }],
  ]),
};

/** The bytes of a model with other metadata; undefined takes an entry out. */
export function withMetadata(
  change: Readonly<Record<string, string | undefined>>,
  model: Model = smallModel,
): Uint8Array {
  const { tensors, metadata } = parseSafetensors(encodeModel(model), 'model');
  const { checksum: _, ...before } = metadata;
  const changed = Object.entries({ ...before, ...change }).filter(([, text]) => text !== undefined);
  return encodeSafetensors({ tensors, metadata: Object.fromEntries(changed) as Record<string, string> });
}

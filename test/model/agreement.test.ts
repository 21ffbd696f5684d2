import { describe, expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import type { Model } from '../../src/model/define.ts';
import { decodeModel, encodeModel } from '../../src/model/file.ts';
import { smallModel, withMetadata } from '../support/smallModel.ts';

/** The message of an error a user reads; anything else is a defect. */
function refused(bytes: Uint8Array): string {
  try {
    decodeModel(bytes, 'model');
  } catch (error) {
    if (error instanceof NnError && error.kind === 'input') return error.message;
    throw error;
  }
  throw new Error('was read');
}

const { preprocessing: known } = smallModel;
const preprocessing = (change: object) =>
  withMetadata({ preprocessing: JSON.stringify({ ...known, ...change }) });
const feature = (change: object) => preprocessing({ features: [{ ...known?.features[0], ...change }] });
const text = { kind: 'text', name: 't', tokens: 'char', vocabulary: ['a'] };

it('reads back what was written', () => {
  expect(decodeModel(encodeModel(smallModel), 'model')).toEqual(smallModel);
});

it('reads a model without all that need not be there', () => {
  const bare = withMetadata({
    ...{ preprocessing: undefined, loss: undefined, training: undefined, rows: undefined },
    ...{ baselines: undefined, nn: undefined },
  });
  expect(Object.keys(decodeModel(bare, 'model'))).toEqual(['spec', 'weights']);
});

describe('a model that contradicts itself is refused:', () => {
  const classes = (...names: string[]) =>
    preprocessing({ target: { kind: 'classes', name: 'y', classes: names } });
  it.each<[string, Uint8Array, string]>([
    ['one feature for two inputs', feature({}), 'its 1 feature make 1 input, its network takes 2'],
    ['no feature', preprocessing({ features: [] }), 'its network takes 2'],
    ['five classes for three outputs', classes('a', 'b', 'c', 'd', 'e'), 'its target is 5 classes'],
    ['two classes for three outputs', classes('a', 'b'), 'its network gives 3 outputs and not 2'],
    ['one class', classes('a'), 'at least two classes'],
    ['no class', classes(), 'at least two classes'],
    ['the same class twice', classes('a', 'b', 'b'), 'the same text is there twice'],
    [
      'a number for three outputs',
      preprocessing({ target: { kind: 'values', name: 'y', mean: 0, scale: 1 } }),
      'a number',
    ],
    [
      'a text of a negative length',
      preprocessing({ features: [{ ...text, length: -4 }] }),
      'features[0].length: found -4',
    ],
    [
      'a text without end',
      preprocessing({ features: [{ ...text, length: 2 ** 33 }] }),
      'features[0].length: found 8589934592',
    ],
    ['negative lengths of a shape', preprocessing({ shape: [-2, -2] }), 'shape[0]: found -2'],
    ['another shape', preprocessing({ shape: [3, 1] }), 'its rows have a shape of other than 2 numbers'],
    [
      'windows of another width',
      preprocessing({ pieces: { of: 'series', window: 3, horizon: 1, trained: 1 } }),
      'make 6 inputs',
    ],
    [
      'another baseline',
      withMetadata({ baselines: '[{"name":"constant","numbers":"AAAAAA=="}]' }),
      'has 1 number, expected 3',
    ],
    [
      'an unknown baseline',
      withMetadata({ baselines: '[{"name":"toString","numbers":""}]' }),
      'baseline "toString" is not known',
    ],
    [
      'errors of numbers for classes',
      withMetadata({ residuals: '{"rows":3,"sorted":[1,2]}' }),
      'its target is no number',
    ],
    [
      'fewer fingerprints than rows',
      withMetadata({
        rows: '{"counts":{"train":3,"validation":0,"test":0},"prints":{"train":"","validation":"","test":""}}',
      }),
      'prints.train',
    ],
    [
      'members that are not there',
      withMetadata({
        ensemble: JSON.stringify({
          members: [{ weight: 1, seed: 1, rows: { train: 1, validation: 1 }, epochs: 1 }],
        }),
      }),
      'it tells of 1 member, its network has 0',
    ],
    [
      'members whose weights are no shares',
      withMetadata({
        ensemble: JSON.stringify({
          members: [{ weight: 0.3, seed: 1, rows: { train: 1, validation: 1 }, epochs: 1 }],
        }),
      }),
      'do not sum to 1',
    ],
    [
      'a generator of other samples',
      withMetadata({ generates: '{"latent":5,"columns":[{"name":"a","mean":0,"scale":1}]}' }),
      'it makes samples of 5 numbers',
    ],
  ])('%s', (_, bytes, message) => expect(refused(bytes)).toContain(message));
});

describe('metadata that are something else are one error that says where:', () => {
  it.each<[string, Record<string, string>, string]>([
    ['no JSON', { training: '{' }, '"training" in its metadata: this is no JSON: found the end'],
    ['another kind', { preprocessing: '3' }, '"preprocessing" in its metadata: found 3, expected an object'],
    ['a name twice', { generates: '{"latent":1,"latent":2}' }, 'found the name "latent" twice'],
    ['nesting', { residuals: '['.repeat(100_000) }, 'nested more than 200 levels deep'],
    ['an infinite number', { training: '{"loss":1e999}' }, 'loss: found Infinity, expected a finite number'],
    ['another version', { nn: '2' }, 'is of version 2, expected 1'],
    ['no network', { network: '[]' }, 'a network must be a JSON object'],
    [
      'another network',
      { network: '{"input":[2],"layers":[{"type":"dense","options":{"units":4}}]}' },
      'has shape',
    ],
    [
      'a huge input',
      { network: '{"input":[1e300,1e300],"layers":[{"type":"flatten"}]}' },
      '"input" of the network',
    ],
  ])('%s', (_, change, message) => expect(refused(withMetadata(change))).toContain(message));

  it.each([
    [{ kind: 'other' }, 'features[0].kind: found "other", expected "number" or '],
    [{ kind: '__proto__' }, 'features[0].kind: found "__proto__"'],
    [{ mean: '1' }, 'features[0].mean: found "1", expected a number'],
    [{ mean: null }, 'features[0].mean: found null, expected a number'],
    [{ scale: 0 }, 'features[0].scale: nothing can be divided by 0'],
    [{ name: undefined }, 'features[0].name: is missing'],
    [{ kind: 'derived', name: 'a +' }, 'features[0].name: this is no expression'],
    [
      { kind: 'date', format: { pattern: ' '.repeat(40) }, first: 0, parts: [{ of: 'month' }] },
      'format.pattern: this is no form of a date',
    ],
    [
      { kind: 'category', categories: ['a', 'b', 'c'], signed: true },
      'features[0]: its scalings are not those',
    ],
  ])('%j', (change, message) => expect(refused(feature(change))).toContain(message));
});

it('takes one output for two classes, which says how probable the second one is', () => {
  const model: Model = {
    spec: {
      input: [2],
      layers: [{ name: 'dense1', type: 'dense', options: { units: 1 }, inputs: ['input'] }],
    },
    preprocessing: {
      features: known?.features ?? [],
      target: { kind: 'classes', name: 'y', classes: ['a', 'b'] },
    },
    weights: new Map([
      ['dense1.weight', { shape: [2, 1], dtype: 'float32', data: Float32Array.of(1, 2) }],
      ['dense1.bias', { shape: [1], dtype: 'float32', data: Float32Array.of(0) }],
    ]),
  };
  expect(decodeModel(encodeModel(model), 'model')).toEqual(model);
});

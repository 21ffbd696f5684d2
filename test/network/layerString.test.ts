import { assert, property } from 'fast-check';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import { formatLayers } from '../../src/network/formatLayers.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parseSpec } from '../../src/network/specJson.ts';

const relu = { activation: 'relu', outputActivation: 'softmax' };
const linear = { activation: 'linear', outputActivation: 'linear' };
/** Names of the layers, with their inputs where these are not the layer before. */
const names = (text: string, options = relu) => {
  let before = 'input';
  return parseLayers(text, options).layers.map(({ name, inputs }) => {
    const chain = inputs.length === 1 && inputs[0] === before;
    before = name;
    return chain ? name : `${name}<${inputs.join('+')}`;
  });
};
const failure = (text: string) => {
  try {
    parseLayers(text, relu);
  } catch (error) {
    if (error instanceof NnError) return `${error.message} / ${error.hint ?? ''}`;
  }
  return 'no error';
};

describe('the activation of a layer', () => {
  it.each([
    ['comes behind each hidden layer', '4,8,3', 'dense1 relu1 dense2 softmax1'],
    ['may be named by it', '4,8:tanh,3:sigmoid', 'dense1 tanh1 dense2 sigmoid1'],
    ['may be a layer of its own', '4,8,tanh,3,sigmoid', 'dense1 tanh1 dense2 sigmoid1'],
    [
      'may come behind a dropout, a pool or a normalisation',
      '8x8x1,conv:4:3,batchnorm,maxpool:2,tanh,flatten,3',
      'conv1 batchnorm1 maxpool1 tanh1 flatten1 dense1 softmax1',
    ],
    [
      'comes behind a normalisation and before a pool',
      '8x8x1,conv:4:3,batchnorm,maxpool:2,flatten,3',
      'conv1 batchnorm1 relu1 maxpool1 flatten1 dense1 softmax1',
    ],
    ['comes behind the last pool at the output', '8x8x1,conv:3:3,gap', 'conv1 global-avg-pool1 softmax1'],
    ['is left away for linear', '4,8:linear,3', 'dense1 linear1 dense2 softmax1'],
    [
      'may come behind a sum of branches',
      '8x8x1,conv:4:3,add(conv:4:3:same,conv:4:3:same),tanh,flatten,3',
      'conv1 relu1 conv2 relu2 conv3 add1<conv3+relu1 tanh1 flatten1 dense1 softmax1',
    ],
    [
      'ends every branch',
      '4,concat(5|6,7),3',
      'dense1 relu1 dense2<input relu2 dense3 relu3 concat1<relu1+relu3 dense4 softmax1',
    ],
    [
      'stands once behind joined outputs',
      '4,concat(2|1)',
      'dense1 dense2<input concat1<dense1+dense2 softmax1',
    ],
  ])('%s', (_, text, wanted) => {
    expect(names(text).join(' ')).toBe(wanted);
  });

  it.each([
    ['8,6,relu,4:tanh,3', 'dense1 relu1 dropout1 dense2 tanh1 dropout2 dense3 softmax1'],
    ['8,6,relu,dropout:0.5,3', 'dense1 relu1 dropout1 dense2 softmax1'],
    ['12x2,lstm:4:sequence,lstm:4,3', 'lstm1 dropout1 lstm2 dropout2 dense1 softmax1'],
    ['8,6,relu,3,relu', 'dense1 relu1 dropout1 dense2 relu2'],
  ])('%s has dropout behind the activations that it names', (text, names) => {
    const { layers } = parseLayers(text, { ...relu, dropout: 0.2 });
    expect(layers.map(({ name }) => name).join(' ')).toBe(names);
  });
  it('is followed by dropout behind hidden dense layers', () => {
    const { layers } = parseLayers('8x8x1,conv:4:3,flatten,8,3', { ...relu, dropout: 0.2 });
    expect(layers.map(({ name }) => name).join(' ')).toBe(
      'conv1 relu1 flatten1 dense1 relu2 dropout1 dense2 softmax1',
    );
  });
});

describe('options', () => {
  const optionsOf = (text: string) => parseLayers(text, linear).layers[0].options;
  it.each([
    ['conv:32:3', { filters: 32, kernel: [3, 3] }],
    ['conv:32:3x1:2:same', { filters: 32, kernel: [3, 1], stride: [2, 2], padding: 'same' }],
    ['conv:32:3:stride=2x1:padding=1', { filters: 32, kernel: [3, 3], stride: [2, 1], padding: [1, 1] }],
    ['conv:32:3:groups=1:bias=false', { filters: 32, kernel: [3, 3], groups: 1, bias: false }],
    ['maxpool:2', { size: [2, 2] }],
    ['reshape:4x36', { shape: [4, 36] }],
  ])('%s', (item, wanted) => {
    expect(optionsOf(`12x12x1,${item}`)).toEqual(wanted);
  });
});

describe('a string that cannot be meant', () => {
  it.each([
    ['28x28,conv:8:3,10', /layer "conv1" \(conv\) with input 28x28: .* \/ .*28x28x1/],
    ['8x8x1,conv:8:9', /9x9 do not fit into 8x8 \/ padding=same/],
    ['8x8x1,conv:8:3:sme', /found "sme" \/ did you mean "same"/],
    ['8x8x4,conv:6:3:groups=4', /groups may be 1, 2/],
    ['8x8x1,add(conv:8:3)', /6x6x8 and 8x8x1/],
    ['8x8x1,add(conv:8:3', /"\(" without "\)"/],
    ['8x8x1,add(conv:8:3))', /"\)" without "\("/],
    ['8x8x1,add(|)', /the branches are empty/],
    ['8x8x1,add(conv:8:3,)', /branch 1 has an empty item/],
    ['8x8x1,add(conv:8:3)x', /"x" after the branches/],
    ['8x8x1,add', /the branches are missing/],
    ['8x8x1,dense(3)', /takes no branches \/ .*add, concat/],
    [
      '8x8x1,concat(conf:3:3)',
      /item 2, branch 1, item 1 "conf:3:3": unknown layer "conf" \/ did you mean "conv"/,
    ],
    ['8x8x1,conv:8:3:2:7', /"7" is too much/],
    ['8x8x1,conv', /layer "conv1" needs filters/],
    ['8x8x1,maxpool:2:padding=2', /more than half a window of 2x2/],
    ['7,reshape:2x3', /2x3 has 6 elements, the input has 7/],
    ['8x8x2,conv1d:4:3', /needs a sequence.* for an image there is conv/],
    ['8x2,maxpool:2x1', /a sequence has one extent \/ size=1/],
    ['4,8:l2=-1,3', /l2 must be a number of at least 0/],
  ])('%s', (text, wanted) => {
    expect(failure(text)).toMatch(wanted);
  });

  it('is held against the data', () => {
    const data = { ...relu, inputShape: [64], outputShape: [10] };
    expect(parseLayers('8x8x1,conv:4:3,flatten,auto', data).layers).toHaveLength(5);
    expect(() => parseLayers('8x8x3,conv:4:3,flatten,10', data)).toThrow(/begins with 8x8x3 inputs.*has 64/);
    expect(() => parseLayers('8x8x1,conv:4:3,flatten', data)).toThrow(/ends with 144 units.*needs 10/);
  });
});

describe('a network as text', () => {
  const item = fc.constantFrom(
    ...[
      'conv:4:3:same',
      'conv:4:1:bias=false',
      'conv:4:3:same:dilation=2',
      'batchnorm',
      'relu',
      'dropout:0.25',
    ],
    ...['conv:4:3x5:2:same,upsample', 'maxpool:3:1:same', 'leaky-relu:0.2', 'groupnorm:2', 'conv:4:1:l2=0.1'],
  );
  const items = fc.letrec<{ chain: string; item: string }>((tie) => ({
    chain: fc.array(tie('item'), { minLength: 1, maxLength: 3 }).map((all) => all.join(',')),
    item: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      item,
      tie('chain').map((chain) => `add(${chain})`),
      fc.array(tie('chain'), { minLength: 2, maxLength: 3 }).map((all) => `add(${all.join('|')})`),
    ),
  })).chain;

  it('reads back what it writes', () => {
    assert(
      property(items, (text) => {
        const spec = parseLayers(`8x8x4,${text},flatten,3`, linear);
        expect(parseLayers(formatLayers(spec), linear)).toEqual(spec);
        expect(parseSpec(JSON.stringify(spec))).toEqual(spec);
      }),
    );
  });

  it('has the weights of a mean before its branches', () => {
    const text = '4,average:2;1(8,relu,3|slice:0:2,3),temperature:1.5';
    const spec = parseLayers(text, linear);
    expect(spec.layers.find(({ type }) => type === 'average')?.options).toEqual({ weights: [2, 1] });
    expect(formatLayers(spec)).toBe(text);
    expect(() => parseLayers('4,average:1;2;3(3|3)', linear)).toThrow(/3 weights for 2 branches/);
  });

  it('is JSON where branches are not nested', () => {
    const dense = (name: string, inputs: string[]) => ({
      name,
      type: 'dense',
      options: { units: 3 },
      inputs,
    });
    const sum = (name: string, inputs: string[]) => ({ name, type: 'add', options: {}, inputs });
    const spec = {
      input: [3],
      layers: [
        ...[dense('a', ['input']), dense('b', ['a']), sum('c', ['a', 'b']), dense('d', ['c'])],
        sum('e', ['b', 'd']),
      ],
    };
    expect(parseLayers(formatLayers(spec), linear)).toEqual(spec);
    expect(formatLayers(spec)).toMatch(/^\{/);
  });

  it.each([
    ['{"input": [4], "layers": [', /no JSON/],
    ['{"input": 4, "layers": []}', /"input" of the network/],
    ['{"input": [4], "layers": []}', /"layers" of the network/],
    ['{"input": [4], "layers": ["dense:3"]}', /layer 1 of the network is no object/],
    ['{"input": [4], "layers": [{"type": "dense", "units": 3}]}', /has a field "units"/],
    ['{"input": [4], "layers": [{"options": {"units": 3}}]}', /has no type/],
    ['{"input": [4], "layers": [{"type": "dens", "options": {"units": 3}}]}', /unknown layer "dens"/],
    [
      '{"input": [4], "layers": [{"type": "dense", "options": {"units": 3}, "inputs": ["x"]}]}',
      /takes its input from "x"/,
    ],
    ['{"input": [4], "layers": [{"type": "dense", "options": {"unit": 3}}]}', /has no option "unit"/],
  ])('%s is an error', (text, wanted) => {
    expect(() => parseLayers(text, linear)).toThrow(wanted);
  });
});

it('refuses branches that are nested without end, in a short message', () => {
  const nested = `8,${'add('.repeat(50_000)}8${')'.repeat(50_000)}`;
  expect(() => parseLayers(nested, { activation: 'relu', outputActivation: 'linear' })).toThrow(
    /^--layers: nested more than 200 levels deep$/,
  );
});

it.each(['constructor', '__proto__', 'toString'])('has no option %s, which every object has', (name) => {
  expect(() => parseLayers(`4,dense:3:${name}=1,2`, relu)).toThrow(NnError);
});

import { expect, it } from 'vitest';
import { branchMarks } from '../../src/network/branches.ts';
import { parseLayers } from '../../src/network/layerString.ts';

const tree = (layers: string) => {
  const spec = parseLayers(layers, { activation: 'linear', outputActivation: 'linear' });
  const marks = branchMarks(spec.layers);
  return spec.layers.map(({ name }, i) => marks[i] + name);
};

it('leaves a chain as it is', () => {
  expect(tree('4,relu,3')).toEqual(['relu1', 'dense1']);
});

it('marks the layers beside a shortcut', () => {
  expect(tree('8x8x2,conv:2:3:same,add(conv:2:3:same,relu,conv:2:3:same|),relu')).toEqual([
    'conv1',
    '└─ conv2',
    '   relu1',
    '   conv3',
    'add1',
    'relu2',
  ]);
});

it('marks several branches, and branches in branches', () => {
  const inner = 'add(conv:2:3:same|conv:2:1)';
  expect(tree(`8x8x2,concat(relu,${inner},tanh|conv:2:1,relu),flatten`)).toEqual([
    '├─ relu1',
    '│  ├─ conv1',
    '│  └─ conv2',
    '│  add1',
    '│  tanh1',
    '└─ conv3',
    '   relu2',
    'concat1',
    'flatten1',
  ]);
});

it('of a hundred residual blocks takes no time: the way to each is not walked through all before it', () => {
  const marks = tree(`8${',add(8,8)'.repeat(100)}`);
  expect(marks.slice(-3)).toEqual(['└─ dense199', '   dense200', 'add100']);
});

import { parseArray } from '../../../src/tensor/literal/index.ts';
import type { Target } from '../define.ts';
import { isSameTensor, tensorText, textBytes } from '../source.ts';
import { expectSame } from '../define.ts';

export const literals: Target = {
  name: 'literals',
  words: [
    'np.',
    'np.array(',
    '[1,2]',
    '.T',
    'reshape(',
    'dtype=',
    'np.zeros((2,3))',
    '@',
    '==',
    ' x = ',
    ';',
    '1_000',
    '0x',
  ],
  seeds: async () =>
    [
      '[[1, 2], [3, 4]]',
      '(1, 2.5)',
      'np.array([1, 2], dtype=np.float32)',
      'x = np.eye(2); x.T @ x',
      '[[1. 2.]\n [3. 4.]]',
      'np.arange(6).reshape(2, 3)[:, 1:]',
      'np.random.randn(2, 3)',
      '[True, False]',
      'np.linspace(0, 1, 5)',
      'x = [1, 2]\nprint(x)\nx * 2',
    ].map(textBytes),
  async run(input) {
    const text = new TextDecoder().decode(input);
    const tensor = parseArray(text, 'fuzz');
    const again = parseArray(text, 'fuzz');
    if (!isSameTensor(again, tensor)) expectSame(tensorText(again), tensorText(tensor), 'read once more');
  },
};

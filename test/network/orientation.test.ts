import { expect, it } from 'vitest';
import { orientationOf, orientationText } from '../../src/network/orientation.ts';
import type { GivenLayer } from '../../src/network/orientation.ts';
import { parseArray } from '../../src/tensor/literal/index.ts';

const layer = (weights: string, bias?: string): GivenLayer => ({
  name: '--weights',
  weights: parseArray(weights, 'weights'),
  bias: bias === undefined ? undefined : parseArray(bias, 'bias'),
});
const wide = '[[1, 2, 3], [4, 5, 6]]';
const square = '[[1, 2], [3, 4]]';

it('follows from the length of the row', () => {
  expect(orientationOf([layer(wide)], { rows: [3] })).toBe('neurons');
  expect(orientationOf([layer(wide)], { rows: [5, 2] })).toBe('inputs');
});

it('follows from the biases where there are no rows', () => {
  expect(orientationOf([layer(wide, '[1, 2]')], { rows: undefined })).toBe('neurons');
  expect(orientationOf([layer(wide, '[1, 2, 3]')], { rows: undefined })).toBe('inputs');
});

it('of a square matrix follows from the other layers', () => {
  expect(orientationOf([layer(wide), layer(square)], { rows: [3] })).toBe('neurons');
});

it('of a square matrix alone is asked, unless the file says it', () => {
  expect(() => orientationOf([layer(square)], { rows: [2] })).toThrow('is a row a neuron or an input?');
  expect(orientationOf([layer(square)], { rows: [2], assumed: 'neurons' })).toBe('neurons');
  expect(orientationOf([layer(square)], { rows: [2], forced: 'inputs' })).toBe('inputs');
});

it('says what does not fit in the words of NumPy', () => {
  expect(() => orientationOf([layer(wide)], { rows: [4] })).toThrow(
    'shapes (2,3) and (4,) not aligned: 3 (dim 1) != 4 (dim 0)',
  );
  expect(() => orientationOf([layer(wide)], { rows: [7, 4] })).toThrow(
    'shapes (7,4) and (3,2) not aligned: 4 (dim 1) != 3 (dim 0)',
  );
  expect(() => orientationOf([layer(wide, '[1, 2, 3, 4]')], { rows: [3] })).toThrow(
    'operands could not be broadcast together with shapes (2,) (4,)',
  );
});

it('says what the axes are', () => {
  expect(orientationText(layer(wide), 'neurons')).toBe('weights (2, 3): 2 neurons × 3 inputs');
  expect(orientationText(layer(wide), 'inputs')).toBe('weights (2, 3): 2 inputs × 3 neurons');
  expect(orientationText(layer('[1, 2]'), 'inputs')).toBe('weights (2,): 1 neuron × 2 inputs');
});

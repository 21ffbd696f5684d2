import { expect, it } from 'vitest';
import { tableFromTensor } from '../../src/data/convert.ts';

it('takes an array of a million numbers in a row, and no more', () => {
  const image = (width: number) => ({
    shape: [1, 1000, width, 1],
    dtype: 'uint8' as const,
    data: new Uint8Array(1000 * width),
  });
  expect(() => tableFromTensor(image(1001), 'big.png')).toThrow(
    'found rows of 1,001,000 numbers ((1, 1000, 1001, 1)); a table has at most 1,000,000 columns',
  );
  expect(tableFromTensor(image(10), 'small.png').columns).toHaveLength(10_000);
});

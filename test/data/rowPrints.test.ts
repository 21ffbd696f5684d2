import { describe, expect, it } from 'vitest';
import { keptRows, PartFinder, rowPrints } from '../../src/data/rowPrints.ts';

const rowsOf = (rows: readonly (readonly number[])[], target: readonly number[]) => ({
  x: Float64Array.from(rows.flat()),
  target: Int32Array.from(target),
  rows: rows.length,
});

describe('fingerprints of rows', () => {
  it('depend on the numbers of a row as float32, and on nothing else', () => {
    const [first, second] = rowPrints(
      rowsOf(
        [
          [0.1, 2],
          [3, -0],
        ],
        [0, 1],
      ),
    );
    const turned = rowPrints({
      x: Float32Array.of(3, 0, 0.1, 2),
      target: Float64Array.of(1, 0),
      rows: 2,
    });
    expect([...turned]).toEqual([second, first]);
  });

  it('differ where an input, its place or the target differs', () => {
    const prints = rowPrints(
      rowsOf(
        [
          [1, 2],
          [2, 1],
          [1, 2],
          [1, 3],
          [0, 0],
        ],
        [0, 0, 1, 0, 0],
      ),
    );
    expect(new Set(prints).size).toBe(5);
  });

  it('hardly ever agree by chance', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [i % 200, Math.floor(i / 200)]);
    expect(
      new Set(
        rowPrints(
          rowsOf(
            rows,
            rows.map(() => 0),
          ),
        ),
      ).size,
    ).toBeGreaterThan(19_990);
  });
});

describe('the rows that a model keeps', () => {
  const train = rowsOf([[1], [1], [2]], [0, 0, 1]);
  const validation = rowsOf([[1], [3]], [0, 1]);
  const { counts, prints } = keptRows({ train, validation, test: undefined }, 'digest');

  it('are counted by part', () => {
    expect(counts).toEqual({ train: 3, validation: 2, test: 0 });
  });

  it('are found again, equal ones as often as each part had them', () => {
    if (!prints) throw new Error('few rows are kept');
    const finder = new PartFinder(prints);
    const again = rowPrints(rowsOf([[3], [1], [1], [1], [1], [4]], [1, 0, 0, 0, 0, 0]));
    const parts = Array.from(again, (print) => finder.next(print));
    expect(parts).toEqual(['validation', 'train', 'train', 'validation', 'train', undefined]);
  });

  it('are only counted where there are too many, with the digest of their file', () => {
    const many = { x: new Float32Array(200_001), target: new Int32Array(200_001), rows: 200_001 };
    expect(keptRows({ train: many, validation: undefined, test: undefined }, 'digest')).toEqual({
      counts: { train: 200_001, validation: 0, test: 0 },
      sha256: 'digest',
    });
  });
});

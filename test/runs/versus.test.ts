import { describe, expect, it } from 'vitest';
import { isBetter, isDifferent, versusAll, versusSentence, versusText } from '../../src/runs/versus.ts';
import type { RowFigures } from '../../src/train/rowFigures.ts';
import { pairedDifference } from '../../src/util/significance.ts';

/** Losses of 30 rows around a level, and how many of the rows are correct. */
function rowsOf(level: number, right: number, print = 1): RowFigures {
  const losses = Float64Array.from({ length: 30 }, (_, i) => level + Math.sin(7 * i) / 5);
  return { losses, correct: Uint8Array.from(losses, (_, i) => (i < right ? 1 : 0)), loss: 'log loss', print };
}

describe('networks against a reference', () => {
  const reference = rowsOf(0.5, 27);

  it('a loss that is larger on every row differs, and the p are corrected for how many there are', () => {
    const noisy = { ...reference, losses: reference.losses.map((x, i) => x + (i % 2 === 0 ? 0.1 : -0.1)) };
    const [worse, same, better] = versusAll([rowsOf(0.9, 12), noisy, rowsOf(0.4, 28)], reference, 1);
    expect([worse, same, better].map(versusText)).toEqual([
      'worse (p < 0.001)',
      'within chance',
      'better (p < 0.001)',
    ]);
    expect([worse, same, better].map(isDifferent)).toEqual([true, false, true]);
    expect(isBetter(worse)).toBe(false);
    expect(worse?.loss.difference).toBeCloseTo(0.4, 12);
    expect(worse?.adjusted).toBeCloseTo(3 * (worse?.loss.p ?? NaN), 12);
    // 15 rows are correct by the reference alone: McNemar, 2 · 2⁻¹⁵.
    expect(worse?.accuracy?.p).toBeCloseTo(2 ** -14, 12);
    expect(versusSentence([worse, same, better])).toBe(
      '2 of 3 others differ in loss from the best beyond chance (30 validation rows).',
    );
  });

  it('other rows are not compared', () => {
    const [other, none] = versusAll([rowsOf(0.9, 12, 2), undefined], reference, 1);
    expect([other, none]).toEqual([undefined, undefined]);
    expect(versusText(other)).toBe('–');
    expect(versusSentence([other, none])).toBeUndefined();
  });

  it('forecasts that miss the same values count once: means of as many neighbours as steps', () => {
    const [found] = versusAll([rowsOf(0.9, 12)], reference, 12);
    expect(found?.loss.p).toBe(pairedDifference([1, 1, 1], [0, 0, 0]).p);
    expect(found?.rows).toBe(30);
  });
});

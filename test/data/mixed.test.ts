import { describe, expect, it } from 'vitest';
import { decideTexts } from '../../src/data/reading/decide.ts';
import type { CategoryColumn } from '../../src/data/table.ts';

function columnOf(texts: readonly string[]): CategoryColumn {
  const categories = [...new Set(texts)];
  const codes = Int32Array.from(texts, (text) => categories.indexOf(text));
  return { kind: 'category', name: 'c', codes, categories, missing: 0 };
}

describe('several notations in a column', () => {
  it.each([
    [['1%', '0.02', '0.03'], '"0.02" in 2 rows, "1%" in 1'],
    [['3 kg', '400 g', '5 kg', '2 kg'], '"3 kg" in 3 rows, "400 g" in 1'],
    [['$1.50', '€2.50'], '"$1.50" in 1 row, "€2.50" in 1'],
    [['1.2K', '950', '3.4K', '2M'], '"1.2K" in 2 rows, "950" in 1, "2M" in 1'],
    [['2024-01-31', '31/01/2024', '2024-02-29'], '"2024-01-31" in 2 rows, "31/01/2024" in 1'],
  ])('%j', (texts, ways) => {
    const { reading, remark } = decideTexts(columnOf(texts), {});
    expect(reading).toMatchObject({ kind: 'category', why: 'written in several ways' });
    expect(remark).toBe(`column "c": written in several ways: ${ways}; write all of them alike`);
  });

  it.each([[['a1', 'b2', '3']], [['12a', '13b', '12c']], [['red', '1 kg', '2 g']], [['1-2', '3-4']]])(
    'not in %j',
    (texts) => {
      expect(decideTexts(columnOf(texts), {}).reading.why).toBeUndefined();
    },
  );

  it('one value in twenty is a mistake', () => {
    const texts = Array.from({ length: 100 }, (_, i) => (i < 4 ? `${i} g` : `${i} kg`));
    expect(decideTexts(columnOf(texts), {}).reading.why).toBeUndefined();
  });
});

describe('--decimal that does not fit', () => {
  it.each<[string[], '.' | ',', string | undefined]>([
    [['2.490,17', '1.000,5'], '.', 'column "c": --decimal . does not fit "2.490,17"'],
    [['7', '1,5'], '.', 'column "c": --decimal . does not fit "1,5"'],
    [['$1.5', '$2.5'], ',', `column "c": --decimal ',' does not fit "$1.5"`],
    [['2.490,17', '1.000,5'], ',', undefined],
    [['1.250', '2.500'], ',', undefined],
    [['red', 'blue'], '.', undefined],
  ])('%j with %s', (texts, decimal, message) => {
    expect(decideTexts(columnOf(texts), { decimal }).fault?.message).toBe(message);
  });
});

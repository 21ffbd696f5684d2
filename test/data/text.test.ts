import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPassages } from '../../src/data/passages.ts';
import { characterVocabulary, frequentVocabulary, numberer, tokensOf, UNKNOWN } from '../../src/data/text.ts';

describe('tokens', () => {
  it('put together again are the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const tokens of ['char', 'word'] as const)
          expect(tokensOf(text, { tokens }).join('')).toBe(text);
      }),
    );
  });

  it('are words with the space before them, marks and line breaks', () => {
    expect(tokensOf("God's day, and\nnight.", { tokens: 'word' })).toEqual([
      ...["God's", ' day', ',', ' and', '\n', 'night', '.'],
    ]);
    expect(tokensOf("It's NOT good!", { tokens: 'word', plain: true })).toEqual(["it's", 'not', 'good']);
    // Vowel signs, accents of their own and joiners belong to their word; plain ones are composed.
    const hindi = 'यह फिल्म अच्छी है';
    expect(tokensOf(hindi, { tokens: 'word', plain: true })).toEqual(hindi.split(' '));
    expect(tokensOf('cre\u0300me cafe\u0301', { tokens: 'word', plain: true })).toEqual(['crème', 'café']);
    expect(tokensOf('می\u200cخواهم', { tokens: 'word', plain: true })).toEqual(['می\u200cخواهم']);
    expect(tokensOf('a😀é', { tokens: 'char' })).toEqual(['a', '😀', 'é']);
  });

  it('have numbers; rare ones share the first', () => {
    expect(characterVocabulary(Array.from('banana'))).toEqual(['a', 'b', 'n']);
    const vocabulary = frequentVocabulary(['b', 'a', 'b', 'a', 'c', 'b'], 3);
    expect(vocabulary).toEqual([UNKNOWN, 'b', 'a']);
    expect(['a', 'b', 'c', 'd'].map(numberer({ vocabulary }))).toEqual([2, 1, 0, 0]);
    expect(numberer({ vocabulary: ['a'] })('z')).toBe(-1);
  });
});

it('passages: every token but the first is a target once, behind those that it follows', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), fc.integer({ min: 1, max: 9 }), (from, more, length) => {
      const ids = Int32Array.from({ length: 130 }, (_, i) => i);
      const { x, target, rows, targets } = cutPassages(ids, from, from + more, length, 'float32');
      expect([x.length, target.length]).toEqual([rows * length, rows * length]);
      const wanted = Array.from({ length: Math.max(0, more - 1) }, (_, i) => from + 1 + i);
      expect([...target].filter((id) => id >= 0)).toEqual(wanted);
      expect(targets).toBe(wanted.length);
      expect([...x]).toEqual([...target].map((id) => (id < 0 ? -1 : id - 1)));
    }),
  );
});

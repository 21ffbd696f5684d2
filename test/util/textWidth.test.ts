import { expect, it } from 'vitest';
import { isolated } from '../../src/util/isolate.ts';
import { cutTo, padEnd, padStart, splitAt, textWidth } from '../../src/util/textWidth.ts';
import { wrap } from '../../src/util/wrap.ts';

it.each([
  ['area', 4],
  ['São Paulo – ½', 13],
  ['e\u0301', 1],
  ['日本語', 6],
  ['ｱｲｳ', 3],
  ['한국', 4],
  ['\u1112\u1161\u11ab', 2],
  ['👍', 2],
  ['👍🏽', 2],
  ['👩‍👩‍👧', 2],
  ['🇧🇷', 2],
  ['❤', 1],
  ['❤️', 2],
  ['1️⃣', 2],
  ['नि', 2],
  ['กำ', 2],
  ['שלום', 4],
  ['', 0],
])('%s takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

it('pads by columns and cuts between letters', () => {
  expect(padEnd('日本', 6)).toBe('日本  ');
  expect(padStart('e\u0301', 3)).toBe('  e\u0301');
  expect(cutTo('日本語', 5)).toBe('日本…');
  expect(cutTo('日本語', 4)).toBe('日…');
  expect(cutTo('👩‍👩‍👧👩‍👩‍👧', 3)).toBe('👩‍👩‍👧…');
  expect(cutTo('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
  expect(cutTo('日本', 4)).toBe('日本');
  expect(splitAt('a日b', 2)).toEqual(['a', '日b']);
  expect(wrap('日本 日本 日本', 9)).toEqual(['日本 日本', '日本']);
});

it('isolates words that are written from right to left, and nothing else', () => {
  expect(isolated('class שלום עולם  12  5 %')).toBe('class \u2068שלום עולם\u2069  12  5 %');
  expect(isolated('نعم  3\nno  4')).toBe('\u2068نعم\u2069  3\nno  4');
  expect(isolated('日本 12')).toBe('日本 12');
});

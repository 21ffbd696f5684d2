import { expect, it } from 'vitest';
import {
  shortened,
  visible,
  visibleJson,
  visibleLines,
  visibleQuotes,
  withoutEndlessWords,
} from '../../src/util/visible.ts';

it.each([
  ['a\nb', 'a\\nb', 'a\nb'],
  ['a\r\n\tb', 'a\\r\\n\\tb', 'a\\r\n\tb'],
  ['\u001b[31mred', '\\x1b[31mred', '\\x1b[31mred'],
  ['\u0007\u007f\u009b0m', '\\x07\\x7f\\x9b0m', '\\x07\\x7f\\x9b0m'],
  ['\u202eabc\u2066', '\\u202eabc\\u2066', '\\u202eabc\\u2066'],
  ['\u2028\uffff\ud800', '\\u2028\\uffff\\ud800', '\\u2028\\uffff\\ud800'],
  ['a\u200bb\ufeff\u00ad', 'a\\u200bb\\ufeff\\xad', 'a\\u200bb\\ufeff\\xad'],
  ['a\u200db \u{e0041}', 'a\\u200db \\u{e0041}', 'a\\u200db \\u{e0041}'],
  [
    '👨\u200d👩\u200d👧 می\u200cخواهم',
    '👨\u200d👩\u200d👧 می\u200cخواهم',
    '👨\u200d👩\u200d👧 می\u200cخواهم',
  ],
  ['été 日本 🎈 नमस्ते', 'été 日本 🎈 नमस्ते', 'été 日本 🎈 नमस्ते'],
])('%j', (text, one, lines) => {
  expect(visible(text)).toBe(one);
  expect(visibleLines(text)).toBe(lines);
});

it('names between quotes are on one line', () => {
  expect(visibleQuotes('column "a\nb": wrong\nfound "c\td"')).toBe('column "a\\nb": wrong\nfound "c\\td"');
});

it('JSON stays JSON of the same values', () => {
  const text = 'a\u009b\u202e\u{e0041}é';
  const shown = visibleJson(`["${text}",\n1]`);
  expect(shown).toBe('["a\\u009b\\u202e\\udb40\\udc41é",\n1]');
  expect(JSON.parse(shown)).toEqual([text, 1]);
});

it('overlong texts are cut, names between quotes first', () => {
  expect(shortened('abc', 3)).toBe('abc');
  expect(shortened('a'.repeat(1000), 100)).toHaveLength(100);
  expect(shortened(`column "${'x'.repeat(1000)}" is left out`, 300)).toMatch(
    /^column "x{99}…x{49}" is left out$/,
  );
});

it('endless words are cut in their middle, where they stand', () => {
  const name = 'n'.repeat(10_000);
  expect(withoutEndlessWords(`column ${name}: ${name}`)).toBe(
    `column ${'n'.repeat(100)}…${'n'.repeat(50)}: ${'n'.repeat(100)}…${'n'.repeat(50)}`,
  );
  const words = 'a word '.repeat(1000);
  expect(withoutEndlessWords(words)).toBe(words);
});

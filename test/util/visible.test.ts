import { expect, it } from 'vitest';
import { visible, visibleLines, visibleQuotes } from '../../src/util/visible.ts';

it.each([
  ['a\nb', 'a\\nb', 'a\nb'],
  ['a\r\n\tb', 'a\\r\\n\\tb', 'a\\r\n\tb'],
  ['\u001b[31mred', '\\x1b[31mred', '\\x1b[31mred'],
  ['\u0007\u007f\u009b0m', '\\x07\\x7f\\x9b0m', '\\x07\\x7f\\x9b0m'],
  ['\u202eabc\u2066', '\\u202eabc\\u2066', '\\u202eabc\\u2066'],
  ['\u2028\uffff\ud800', '\\u2028\\uffff\\ud800', '\\u2028\\uffff\\ud800'],
  ['été 日本 🎈 नमस्ते', 'été 日本 🎈 नमस्ते', 'été 日本 🎈 नमस्ते'],
])('%j', (text, one, lines) => {
  expect(visible(text)).toBe(one);
  expect(visibleLines(text)).toBe(lines);
});

it('names between quotes are on one line', () => {
  expect(visibleQuotes('column "a\nb": wrong\nfound "c\td"')).toBe('column "a\\nb": wrong\nfound "c\\td"');
});

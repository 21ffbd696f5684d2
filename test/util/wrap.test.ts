import { expect, it } from 'vitest';
import { hanging, wrap } from '../../src/util/wrap.ts';

it('breaks lines at blanks', () => {
  expect(wrap('one two  three', 8)).toEqual(['one two', 'three']);
});

it('keeps a number and its unit on one line', () => {
  expect(wrap('all rows (33.3 % are right)', 15)).toEqual(['all rows', '(33.3 % are', 'right)']);
  expect(wrap('it took 15 ms of time', 10)).toEqual(['it took', '15 ms of', 'time']);
  // No unit: the beginning of a word.
  expect(wrap('of 15 sums', 6)).toEqual(['of 15', 'sums']);
});

it('moves further lines in below the first', () => {
  expect(hanging('  - ', 'a remedy that is long enough to go on', 28)).toEqual([
    '  - a remedy that is long',
    '    enough to go on',
  ]);
  expect(hanging('stopping    ', 'short', 80)).toEqual(['stopping    short']);
});

import { expect, it } from 'vitest';
import { fitWidths, foldFormula, foldWords } from '../../src/cli/render/fold.ts';

it('leaves what fits', () => {
  expect(foldWords('a short line', 20)).toEqual(['a short line']);
  expect(foldFormula('z = 1 + 2 = 3', 20)).toBe('z = 1 + 2 = 3');
});

it('cuts words at blanks, then at commas, then anywhere', () => {
  expect(foldWords('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(foldWords('4,64,relu,64,relu,3,softmax', 12)).toEqual(['4,64,relu,', '64,relu,3,', 'softmax']);
  expect(foldWords('0.0743508338928', 8)).toEqual(['0.074350', '8338928']);
});

it('cuts equations at equals signs, then before plus and minus', () => {
  expect(foldFormula('z = 1*2 + 3*4 - 5*6 = 2 + 12 - 30 = -16', 16)).toBe(
    ['z = 1*2 + 3*4', '    - 5*6', '  = 2 + 12 - 30', '  = -16'].join('\n'),
  );
});

it('takes room from the widest columns of words', () => {
  expect(fitWidths([5, 40, 30], [true, true, true], 60)).toEqual([5, 25, 26]);
  expect(fitWidths([5, 40, 30], [true, true, false], 60)).toEqual([5, 21, 30]);
  expect(fitWidths([20, 20], [false, false], 30)).toEqual([20, 20]);
});

import { expect, it } from 'vitest';
import { renderBlocks } from '../../src/cli/render/blocks.ts';
import { fitWidths, foldFormula, foldWords } from '../../src/cli/render/fold.ts';
import { plainPainter } from '../../src/cli/render/paint.ts';
import type { Block } from '../../src/report/result.ts';

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

it('cuts words at hyphens within, and sentences below equations at blanks', () => {
  expect(foldWords('learning-rate', 12)).toEqual(['learning-', 'rate']);
  expect(foldWords('--layers', 5)).toEqual(['--lay', 'ers']);
  expect(foldFormula('a = 1\n… and 61 more units; --units 64 shows all', 30)).toBe(
    'a = 1\n… and 61 more units; --units\n64 shows all',
  );
});

const table: Block = {
  kind: 'table',
  columns: [
    { name: 'tensor' },
    { name: 'shape', align: 'right' },
    { name: 'histogram' },
    { name: 'learning-rate' },
  ],
  rows: [['dense1.weight', '(64, 4)', '▂▂▂▃▆█▇▆▄▃▁▁', '0.1']],
};

it('cuts no word of a table that stands in parts anyway', () => {
  expect(renderBlocks([table], 40, plainPainter, true).trimEnd().split('\n')).toEqual([
    'tensor           shape  histogram',
    '────────────────────────────────────',
    'dense1.weight  (64, 4)  ▂▂▂▃▆█▇▆▄▃▁▁',
    '',
    'tensor         learning-rate',
    '────────────────────────────',
    'dense1.weight  0.1',
  ]);
});

it('draws the rule of a table that nobody folds as long as its lines', () => {
  const lines = renderBlocks([table], 20, plainPainter, false).trimEnd().split('\n');
  const rule = lines.find((line) => line.startsWith('─')) ?? '';
  expect(rule.length).toBe(Math.max(...lines.map((line) => line.length)));
});

it('leaves a command that is to be copied in one line', () => {
  const command = 'nn train iris.csv --epochs 4 --learning-rate 0.1';
  const facts: Block = {
    kind: 'facts',
    facts: [
      ['command', command],
      ['network', '4,64,relu,64,relu,3'],
    ],
  };
  expect(renderBlocks([facts], 30, plainPainter, true)).toContain(command);
});

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withOptions, withoutOutput } from '../../src/runs/words.ts';
import { shellWord, shellWords } from '../../src/util/shell.ts';

describe('words of a command line', () => {
  it('come back from a shell as they were', () => {
    const words = ['a b', "it's", '--drop', 'x,y', '$HOME', '', '*', 'ü', '`ls`', 'a\\b', '#'];
    const line = words.map(shellWord).join(' ');
    const said = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`]).toString();
    expect(said.split('\n').slice(0, -1)).toEqual(words);
    expect(shellWords(line)).toEqual(words);
  });
  it('whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (words) => {
        expect(shellWords(words.map(shellWord).join(' '))).toEqual(words);
      }),
    );
  });
  it('take options in place of those they have', () => {
    const words = ['train', 'd.csv', '--l2', '0', '--standardize', '--layers=2,4,3', '-q'];
    expect(withOptions(words, ['--l2', '0.1', '--layers', '2,8,3'])).toEqual([
      'train',
      'd.csv',
      '--l2',
      '0.1',
      '--standardize',
      '--layers',
      '2,8,3',
      '-q',
    ]);
    expect(withOptions(words, ['--standardize', '--init', 'glorot'])).toEqual([...words, '--init', 'glorot']);
    expect(withOptions(['train', '--drop', 'a b'], ['--drop', 'c'])).toEqual(['train', '--drop', 'a b,c']);
  });
  it('lose where the results went', () => {
    expect(
      withoutOutput(['train', 'd.csv', '-o', 'm', '--run=r', '--epochs', '3', '--history', 'h']),
    ).toEqual(['train', 'd.csv', '--epochs', '3']);
  });
});

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArgv } from '../../src/options/argv.ts';
import { optionText, parseSpec, printSpec, repeatable, withOptions } from '../../src/options/spec.ts';
import { trainOptions } from '../../src/options/train.ts';
import { shellWord, shellWords } from '../../src/util/shell.ts';

const train = {
  name: 'train',
  arguments: [{ name: 'data', summary: '', required: false }],
  options: trainOptions,
  examples: [],
};
/** What a command line gives. */
function given(line: string) {
  const { args, given: options } = parseArgv(train, shellWords(line));
  return { args, given: options };
}

describe('words of a command line', () => {
  it('come back from a shell as they were', () => {
    const words = ['a b', "it's", '--drop', 'x,y', '$HOME', '', '*', 'ü', '`ls`', 'a\\b', '#'];
    const line = words.map(shellWord).join(' ');
    const said = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`]).toString();
    expect(said.split('\n').slice(0, -1)).toEqual(words);
    expect(shellWords(line)).toEqual(words);
  });
  it('signs that nobody sees are seen, and come back from bash', () => {
    const words = ['a\nb.csv', '\u001b[31m', "\u202e'\\x", '\u{e0041}', '', '\u009bü'];
    const line = words.map(shellWord).join(' ');
    expect(line).toBe(String.raw`$'a\nb.csv' $'\x1b[31m' $'\u202e\'\\x' $'\U000e0041' '' $'\u009bü'`);
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    expect(execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { env }).toString()).toBe(
      words.map((word) => `${word}\0`).join(''),
    );
    expect(shellWords(line)).toEqual(words);
  });
  it('whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (words) => {
        expect(shellWords(words.map(shellWord).join(' '))).toEqual(words);
      }),
    );
  });
});

describe('a command line', () => {
  it('is its arguments and options as they were given, in their order', () => {
    expect(given('d.csv --epochs 3 -qo m --no-shuffle --metric f1 --metric accuracy')).toEqual({
      args: ['d.csv'],
      given: { epochs: '3', quiet: true, output: 'm', shuffle: false, metric: ['f1', 'accuracy'] },
    });
    expect(given('-om3 --layers=2,3').given).toEqual({ output: 'm3', layers: '2,3' });
  });
  it.each([
    ['drop', '--drop a --drop b,c', 'a,b,c'],
    ['bins', '--bins age:4 --bins income:10', 'age:4,income:10'],
    ['augment', '--augment noise --augment mixup', 'noise,mixup'],
    ['oneHot', '--one-hot a --one-hot b', 'a,b'],
    ['features', "--features 'x^2' --features 'log(y)'", 'x^2,log(y)'],
    ['classWeight', '--class-weight a=2 --class-weight b=1', 'a=2,b=1'],
  ])('adds up a list that is given twice: %s', (name, line, value) =>
    expect(given(line).given[name]).toBe(value),
  );
  it.each([
    ['--epochs 3 --epochs 5', '--epochs is given twice: 3 and 5'],
    ['--seed 1 --seed 1 --seed 2', '--seed is given 3 times: 1 and 1 and 2'],
    ['-o a -o b', '--output is given twice: a and b'],
    ['--target a --target b', '--target is given twice: a and b'],
    ['--shuffle --no-shuffle', '--shuffle and --no-shuffle contradict each other'],
  ])('refuses %s', (line, message) => expect(() => given(line)).toThrow(message));
});

describe('a run as data', () => {
  it('prints what it was read from', async () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            epochs: fc.nat().map(String),
            layers: fc.string({ minLength: 1 }).filter((text) => !text.startsWith('-')),
            nesterov: fc.constant(true),
            standardize: fc.boolean(),
            drop: fc.string({ minLength: 1 }).filter((text) => !text.startsWith('-')),
          },
          { requiredKeys: [] },
        ),
        (options) => {
          const words = shellWords(printSpec({ source: 'd.csv', options }));
          const { args, given: read } = parseArgv(train, words.slice(2));
          expect({ args, read }).toEqual({ args: ['d.csv'], read: options });
        },
      ),
    );
    expect(await parseSpec(['train', 'd.csv', '-q', '--epochs=3'])).toEqual({
      source: 'd.csv',
      options: { quiet: true, epochs: '3' },
    });
  });
  it('takes options in place of those it has, and adds to its lists', () => {
    const options = { l2: '0', standardize: true, layers: '2,4,3', drop: 'a b' };
    expect(withOptions(options, { l2: '0.1', layers: '2,8,3', drop: 'c', init: 'glorot' })).toEqual({
      ...{ l2: '0.1', standardize: true, layers: '2,8,3', drop: 'a b,c', init: 'glorot' },
    });
    expect(optionText({ learningRate: '0.1', shuffle: false, drop: 'a b' })).toBe(
      "--learning-rate 0.1 --no-shuffle --drop 'a b'",
    );
  });
  it('is repeated without where its results went and how they were shown', () => {
    const options = { output: 'm', run: 'r', history: 'h', quiet: true, json: true, force: true };
    const spec = { source: 'd.csv', options: { ...options, epochs: '3', threads: '1' } };
    expect(repeatable(spec)).toEqual({ source: 'd.csv', options: { epochs: '3', threads: '1' } });
  });
});

import { expect, it } from 'vitest';
import { parseArgv } from '../../src/options/argv.ts';
import { aliasOf, foreignName } from '../../src/options/foreignNames.ts';
import { trainOptions } from '../../src/options/train.ts';

const known = ['--learning-rate', '--l1', '--l2', '--seed', '--augment', '--layers'];

it.each([
  ['--lr', '--learning-rate'],
  ['-lr', '--learning-rate'],
  ['--random_state', '--seed'],
  ['--regularisation', '--l1 or --l2'],
  ['--Data-Augmentation=flip', '--augment'],
])('%s is %s', (typed, found) => {
  expect(foreignName(typed, known)).toBe(found);
});

it('names no option that the command does not have', () => {
  expect(foreignName('--n-splits', known)).toBeUndefined();
  expect(foreignName('--constructor', known)).toBeUndefined();
  expect(aliasOf('--constructor', known)).toBeUndefined();
});

it.each(['64,64', '(64, 64)', '[64,64,]'])('puts the hidden units %s into the layers', (units) => {
  expect(foreignName('--hidden-layer-sizes', known, units)).toBe('--layers auto,64,64,auto');
  expect(foreignName(`--hidden=${units}`, known)).toBe('--layers auto,64,64,auto');
});

const train = { name: 'train', arguments: [], options: trainOptions, examples: [] };

it('takes the names of Keras, PyTorch, scikit-learn and Ultralytics, and says so', () => {
  const { given, renamed } = parseArgv(train, [
    '--lr0=0.1',
    '--batch_size',
    '8',
    '--patience',
    '3',
    '--cv',
    '5',
  ]);
  expect(given).toEqual({ learningRate: '0.1', batchSize: '8', earlyStopping: '3', kFold: '5' });
  expect(renamed.map(({ typed, option }) => `${typed} ${option}`)).toEqual([
    '--lr0 --learning-rate',
    '--batch_size --batch-size',
    '--patience --early-stopping',
    '--cv --k-fold',
  ]);
});

it('takes no name that may mean several options, no single dash, and nothing after --', () => {
  for (const typed of ['--lambda', '--alpha', '--decay', '-lr'])
    expect(() => parseArgv(train, [typed, '1']), typed).toThrow(`unknown option ${typed}`);
  const data = { ...train, arguments: [{ name: 'data', summary: '', required: true }] };
  expect(parseArgv(data, ['--', '--lr'])).toMatchObject({ args: ['--lr'], renamed: [] });
});

it('finds one option once, by two names of it', () => {
  expect(() => parseArgv(train, ['--lr', '1', '--learning-rate', '2'])).toThrow(
    '--learning-rate is given twice',
  );
});

it('takes the value of a short option behind a sign too', () => {
  expect(parseArgv(train, ['-o=m.safetensors']).given).toEqual({ output: 'm.safetensors' });
});

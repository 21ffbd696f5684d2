import { expect, it } from 'vitest';
import { parseArgv } from '../../src/options/argv.ts';
import { commands } from '../../src/commands/index.ts';
import { foreignAdvice } from '../../src/options/foreignAdvice.ts';
import { foreignAliases } from '../../src/options/foreignAliases.ts';
import {
  aliasOf,
  foreignMeanings,
  foreignName,
  hintForForeign,
  hintForNear,
} from '../../src/options/foreignNames.ts';
import { globalOptions } from '../../src/options/globals.ts';
import { flagOf } from '../../src/util/flag.ts';
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

const everywhere = await Promise.all(commands.map(async (entry) => entry.load()));
const flags = (specs: object) => Object.keys(specs).map(flagOf);
const trainFlags = [...flags(trainOptions), ...flags(globalOptions)];

it.each([
  ['--gpu', 'nn computes on the processor; see nn doctor, --kernels and --threads'],
  ['--device=cuda', 'nn computes on the processor; see nn doctor, --kernels and --threads'],
  ['--num_layers=3', 'layers are listed: --layers auto,64,64,auto has two hidden ones'],
  [
    '--train_size=0.8',
    'the rows that neither validate nor test train: --validation-split 0.2, --test-split 0.2',
  ],
  ['--n_jobs=-1', 'did you mean --threads?'],
  ['--max_depth', 'that is of trees, and nn trains networks: see --layers, --l2, --dropout'],
  ['--hidden_dim=128', 'did you mean --layers auto,128,auto?'],
])('nn train %s: %s', (typed, hint) => {
  expect(hintForForeign(typed, trainFlags)).toBe(hint);
});

it.each([
  ['--sep', '--delimiter'],
  ['--n_splits', '--k-fold'],
  ['--weight_decay', '--weight-decay'],
  ['--test_split', '--test-split'],
  ['--seed_value', '--seed'],
  ['--early_stopping_rounds', '--early-stopping'],
])('nn train takes %s for %s', (typed, option) => {
  expect(aliasOf(typed, trainFlags)).toBe(option);
});

it('every name of another library leads to an option that there is, and to one thing', () => {
  const known = new Set([...flags(globalOptions), ...everywhere.flatMap(({ options }) => flags(options))]);
  const named = [
    ...Object.keys(foreignAliases).map((one) => `--${one}`),
    ...Object.values(foreignMeanings)
      .flat()
      .map((one) => one.split(' ')[0]),
    ...foreignAdvice.flatMap(([, text]) => text.match(/--[a-z][\w-]*/g) ?? []),
  ];
  expect(named.filter((one) => !known.has(one))).toEqual([]);
  const names = [
    ...Object.values(foreignAliases).flatMap((one) => one.split(' ')),
    ...Object.keys(foreignMeanings),
    ...foreignAdvice.flatMap(([one]) => one.split(' ')),
  ];
  expect(names.filter((one, i) => names.indexOf(one) !== i)).toEqual([]);
  // For commands that have no such option themselves.
  expect(names.filter((one) => trainFlags.includes(`--${one}`))).toEqual(['test', 'resume']);
});

it('nn tune --resume is told of --folder, and a flag with a value that it takes none', async () => {
  const tune = everywhere.find(({ name }) => name === 'tune')!;
  expect(() => parseArgv(tune, ['iris.csv', '--resume', 't1'])).toThrow('unknown option --resume');
  expect(hintForForeign('--resume', flags(tune.options), 't1')).toBe(
    'a search goes on with the same command and --folder',
  );
  expect(() => parseArgv(train, ['--shuffle=False'])).toThrow(
    'nn train: option --shuffle takes no value, found "False"',
  );
  expect(() => parseArgv(train, ['--verbose=2'])).toThrow('option --verbose takes no value, found "2"');
});

it.each([
  ['--hiden', '8', 'did you mean --hidden? Here: --layers auto,8,auto'],
  ['--hiden=8,8', '', 'did you mean --hidden? Here: --layers auto,8,8,auto'],
  ['--patiense', '3', 'did you mean --patience? Here: --early-stopping'],
  ['--kflod', '5', 'did you mean --kfold? Here: --k-fold'],
  ['--learnin-rate', '1', 'did you mean --learning-rate?'],
  ['--no-shufle', '', 'did you mean --no-shuffle?'],
  [
    '--num_layrs',
    '3',
    'did you mean --num-layers? layers are listed: --layers auto,64,64,auto has two hidden ones',
  ],
])('nn train %s %s: %s', (typed, value, hint) => {
  expect(hintForNear(typed, [...trainFlags, '--no-shuffle'], value)).toBe(hint);
});

it('takes no beginning and no short name for a foreign one, and none that leads nowhere', () => {
  expect(hintForNear('--num', trainFlags)).toBeUndefined();
  expect(hintForNear('--tox', trainFlags)).toBeUndefined();
  expect(hintForNear('--kflod', known)).toBeUndefined();
});

it('names all that was typed, where a short option stands before it', () => {
  expect(() => parseArgv(train, ['-q.csv'])).toThrow('nn train: unknown option -q.csv');
});

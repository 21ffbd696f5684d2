import { number as fieldOf } from '../../util/fields.ts';
import { choice, flag, integer, number, parsed, text, toggle } from '../define.ts';
import { parseExpressions } from '../../data/features/expression.ts';
import { functions } from '../../data/features/operations.ts';
import { parsePairs } from '../../util/fieldText.ts';
import { usageError } from '../../errors.ts';
import { imageSize } from '../imageSize.ts';
import { labelsOption } from '../labels.ts';
import { columnNames } from '../columnNames.ts';

/** More inputs than this are no longer coarse. */
const MOST_BINS = 1000;

/** `age:4,income:10` → how many bins each column has. */
const binCounts = (text: string): Map<string, number> =>
  parsePairs(text, {
    what: '--bins',
    kind: 'column',
    separator: ':',
    form: `COLUMN:N with N from 2 to ${MOST_BINS}`,
    value: fieldOf({ integer: true, min: 2, max: MOST_BINS }),
    example: 'for example --bins age:4,income:10',
  });

/** A file of rows, which a share of the rows is not. */
const rowFile = (name: string) => (file: string) => {
  if (file.trim() === '' || Number.isNaN(Number(file))) return file;
  throw usageError(`--${name}: expected a file, found the number ${file}`, {
    hint: `a share of the rows is --${name}-split ${file}`,
  });
};

/** Options of nn train about rows and columns. */
export const dataOptions = {
  target: text('column to predict; the last one unless named', {
    placeholder: 'column',
    group: 'Data',
    usual: true,
    fixedOnResume: true,
    tasks: ['table', 'text', 'series'],
  }),
  labels: labelsOption,
  image: parsed('the inputs are images of this size: 8x8x1; those of a folder are brought to it', imageSize, {
    placeholder: 'HxWxC',
    group: 'Data',
    fixedOnResume: true,
    tasks: ['table', 'reconstruction'],
  }),
  stream: flag('an NPY file larger than memory: its rows are read in windows', {
    group: 'Data',
    fixedOnResume: true,
    severalModels: false,
    tasks: ['table'],
  }),
  streamRows: integer('rows of a window; 64 MB of them unless given', {
    min: 1,
    group: 'Data',
    fixedOnResume: true,
    severalModels: false,
    tasks: ['table'],
  }),
  drop: parsed('columns to leave out, with commas; --features may use them', columnNames, {
    placeholder: 'columns',
    group: 'Data',
    fixedOnResume: true,
    repeatable: 'joined',
    tasks: ['table', 'text', 'series', 'reconstruction'],
  }),
  features: parsed(
    `columns to compute from others: 'x1^2, x1*x2, sin(x1), log(price)'; with + - * / ^ ( ) pi, ${Object.keys(functions).join(' ')}, and \`odd names\` in backquotes`,
    parseExpressions,
    { placeholder: 'list', group: 'Data', fixedOnResume: true, repeatable: 'joined', tasks: ['table'] },
  ),
  oneHot: parsed('columns of numbers that stand for categories, with commas', columnNames, {
    placeholder: 'columns',
    group: 'Data',
    fixedOnResume: true,
    repeatable: 'joined',
    tasks: ['table'],
  }),
  bins: parsed('columns to put into so many bins of equally many rows: age:4,income:10', binCounts, {
    placeholder: 'list',
    group: 'Data',
    fixedOnResume: true,
    repeatable: 'joined',
    tasks: ['table'],
  }),
  task: choice(
    'what the target is; by its values unless said. language: the data is a text; it learns to predict the next token',
    ['classification', 'regression', 'language', 'reconstruction'],
    { group: 'Data', fixedOnResume: true, tasks: ['table', 'text', 'language', 'reconstruction'] },
  ),
  tokens: choice('unit of a token; char for a language, word for a column', ['char', 'word'], {
    group: 'Data',
    fixedOnResume: true,
    tasks: ['text', 'language'],
  }),
  window: integer(
    'sequence length: rows of a series, tokens of a text; of a column of texts, the first of each',
    {
      min: 2,
      group: 'Data',
      fixedOnResume: true,
      tasks: ['text', 'series', 'language'],
    },
  ),
  horizon: integer('series: steps that are forecast at once; 1 unless given', {
    min: 1,
    group: 'Data',
    fixedOnResume: true,
    tasks: ['series'],
  }),
  text: text('the column of texts to learn from; it alone', {
    placeholder: 'column',
    group: 'Data',
    fixedOnResume: true,
    tasks: ['text'],
  }),
  time: text('series: the column of time stamps; rows are in order', {
    placeholder: 'column',
    group: 'Data',
    fixedOnResume: true,
    tasks: ['series'],
  }),
  fill: choice(
    'series: what steps without a row and rows without a value get: a line between those around them, the value before, or an error (unless given)',
    ['interpolate', 'previous', 'error'],
    { group: 'Data', fixedOnResume: true, tasks: ['series'] },
  ),
  validationSplit: number(
    'share of rows kept for validation; 0.2 unless given, and none where there are fewer than 50 rows: these are cross-validated',
    { min: 0, max: 0.9, group: 'Data', usual: true, fixedOnResume: true },
  ),
  validation: parsed(
    'file of the rows that validate; its columns may stand in any order',
    rowFile('validation'),
    {
      placeholder: 'file',
      group: 'Data',
      fixedOnResume: true,
      tasks: ['table', 'text'],
    },
  ),
  testSplit: number('share of rows kept for a test: measured once, when training has ended', {
    default: 0,
    min: 0,
    max: 0.9,
    group: 'Data',
    fixedOnResume: true,
    tasks: ['table', 'text'],
  }),
  test: parsed('file of the rows that test: measured once, when training has ended', rowFile('test'), {
    placeholder: 'file',
    group: 'Data',
    fixedOnResume: true,
    severalModels: false,
    tasks: ['table', 'text'],
  }),
  split: text(
    'column that divides the rows: train, validation and test in words; or dates and numbers, of which the last validate',
    { placeholder: 'column', group: 'Data', fixedOnResume: true, tasks: ['table', 'text'] },
  ),
  scaler: choice(
    'how numbers become inputs: mean 0 and deviation 1; by median and quartiles, bent into ±3; by quantiles to a normal distribution; as they are',
    ['standard', 'robust', 'quantile', 'none'],
    { group: 'Data', fixedOnResume: true, tasks: ['table'] },
  ),
  standardize: toggle('scale numbers to mean 0 and deviation 1 (on unless --nnfs)', {
    group: 'Data',
    fixedOnResume: true,
    tasks: ['table', 'series', 'reconstruction'],
  }),
};

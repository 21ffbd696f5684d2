import { activations } from '../activations/index.ts';
import { augmentations, parseAugment } from '../augment/index.ts';
import { parseClassWeights } from '../data/classWeights.ts';
import { parseExpressions } from '../data/features/expression.ts';
import { functions } from '../data/features/operations.ts';
import { usageError } from '../errors.ts';
import { parseInit } from '../initializers/index.ts';
import { presets } from '../network/presets/index.ts';
import { optimizers } from '../optimizers/index.ts';
import { schedules } from '../schedules/index.ts';
import { parseSchedule } from '../schedules/parse.ts';
import { parsePairs } from '../util/fieldText.ts';
import { number as fieldOf } from '../util/fields.ts';
import { choice, flag, integer, number, parsed, text, texts, toggle } from './define.ts';
import type { OptionValues } from './define.ts';
import { imageSize } from './imageSize.ts';
import { labelsOption } from './labels.ts';

/** More inputs than this are no longer coarse. */
const MOST_BINS = 1000;

const names = activations.names;

export const columnNames = (value: string): string[] => value.split(',').map((name) => name.trim());

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

function batchSize(value: string): number {
  if (value === 'full') return Infinity;
  const size = Number(value);
  if (Number.isInteger(size) && size >= 1) return size;
  throw usageError(`--batch-size: expected a whole number of at least 1 or "full", found "${value}"`);
}

/** Options that describe a network. */
export const networkOptions = {
  layers: text('inputs, layers, outputs: 4,64,3 or 28x28x1,conv:32:3,flatten,10; auto: what the data needs', {
    placeholder: 'string',
    group: 'Network',
    fixedOnResume: true,
    tunable: true,
  }),
  model: choice('a usual network for this data, instead of --layers', presets.names, {
    group: 'Network',
    fixedOnResume: true,
    tasks: ['table', 'series', 'language'],
  }),
  activation: choice('activation of hidden layers', names, {
    default: 'relu',
    group: 'Network',
    fixedOnResume: true,
    tunable: true,
  }),
  outputActivation: choice('activation after the last layer', ['auto', ...names], {
    default: 'auto',
    group: 'Network',
    fixedOnResume: true,
    tasks: ['table', 'text', 'series', 'reconstruction'],
  }),
  init: parsed(
    'weights at the start: auto, he, glorot, lecun, nnfs, normal:0.1, uniform:0.05, zeros',
    (value) => {
      parseInit(value);
      return value;
    },
    {
      placeholder: 'name',
      group: 'Network',
      fixedOnResume: true,
      tunable: true,
    },
  ),
};

/** Options of nn train beside the network. */
const learningOptions = {
  target: text('column to predict; the last one unless named', {
    placeholder: 'name',
    group: 'Data',
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
    placeholder: 'names',
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
    placeholder: 'names',
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
    'what the target is; by its values unless said. language: the data is a text, and the next token is to be learned',
    ['classification', 'regression', 'language', 'reconstruction'],
    { group: 'Data', fixedOnResume: true, tasks: ['table', 'text', 'language', 'reconstruction'] },
  ),
  tokens: choice('what a text is made of; char for a language, word for a column', ['char', 'word'], {
    group: 'Data',
    fixedOnResume: true,
    tasks: ['text', 'language'],
  }),
  window: integer(
    'steps that the network sees at a time: rows of a series, tokens of a text; of a column of texts, the first of each',
    {
      min: 2,
      group: 'Data',
      fixedOnResume: true,
      tasks: ['text', 'series', 'language'],
    },
  ),
  horizon: integer('series: steps that it foretells at once; 1 unless given', {
    min: 1,
    group: 'Data',
    fixedOnResume: true,
    tasks: ['series'],
  }),
  text: text('the column of texts to learn from; it alone', {
    placeholder: 'name',
    group: 'Data',
    fixedOnResume: true,
    tasks: ['text'],
  }),
  time: text('series: the column that says when, of rows in order', {
    placeholder: 'name',
    group: 'Data',
    fixedOnResume: true,
    tasks: ['series'],
  }),
  validationSplit: number('share of rows kept for validation', {
    default: 0.2,
    min: 0,
    max: 0.9,
    group: 'Data',
    fixedOnResume: true,
  }),
  standardize: toggle('scale numbers to mean 0 and deviation 1 (on unless --nnfs)', {
    group: 'Data',
    fixedOnResume: true,
    tasks: ['table', 'series', 'reconstruction'],
  }),
  loss: choice('loss', ['auto', 'cross-entropy', 'binary-cross-entropy', 'mse', 'mae', 'huber'], {
    default: 'auto',
    group: 'Learning',
    fixedOnResume: true,
    tasks: ['table', 'text', 'series', 'reconstruction'],
  }),
  optimizer: choice('optimizer', optimizers.names, {
    default: 'adam',
    group: 'Learning',
    fixedOnResume: true,
    tunable: true,
  }),
  learningRate: number('step size; by the optimizer unless given', {
    above: 0,
    group: 'Learning',
    tunable: true,
  }),
  findLr: flag('try all learning rates in one short run and say which to use; keeps no model', {
    group: 'Learning',
    severalModels: false,
  }),
  lrDecay: number('1/t decay of the learning rate', { default: 0, min: 0, group: 'Learning', tunable: true }),
  schedule: parsed(
    `how the learning rate changes: ${schedules.all.map(({ example }) => example).join(', ')}`,
    (value) => {
      parseSchedule(value);
      return value;
    },
    { placeholder: 'text', group: 'Learning' },
  ),
  momentum: number('sgd: momentum', { min: 0, max: 1, group: 'Learning', tunable: true }),
  nesterov: flag('sgd: Nesterov momentum', { group: 'Learning' }),
  beta1: number('adam family: decay of the first moment', {
    min: 0,
    max: 1,
    group: 'Learning',
    tunable: true,
  }),
  beta2: number('adam family: decay of the second moment', {
    min: 0,
    max: 1,
    group: 'Learning',
    tunable: true,
  }),
  rho: number('rmsprop: decay of the squared gradients', {
    min: 0,
    max: 1,
    group: 'Learning',
    tunable: true,
  }),
  epsilon: number('added to the denominator (nnfs and Keras 1e-7, PyTorch 1e-8)', {
    above: 0,
    group: 'Learning',
    tunable: true,
  }),
  epochs: integer('passes over the data at most', { min: 1, group: 'Learning' }),
  batchSize: parsed('rows of a step, or full', batchSize, {
    placeholder: 'n',
    group: 'Learning',
    tunable: true,
  }),
  shuffle: toggle('new order of rows every epoch (on unless --nnfs)', { group: 'Learning' }),
  classWeight: parsed('how much classes count: balanced, or setosa=2,virginica=1', parseClassWeights, {
    placeholder: 'weights',
    group: 'Learning',
    fixedOnResume: true,
    repeatable: 'joined',
    tasks: ['table', 'text'],
  }),
  sampleWeight: text('column that says how much each row counts; it is no feature', {
    placeholder: 'name',
    group: 'Learning',
    fixedOnResume: true,
    tasks: ['table', 'text'],
  }),
  clipNorm: number('greatest norm of the gradient', { above: 0, group: 'Learning', tunable: true }),
  timeLimit: number('stop after so many seconds', { above: 0, group: 'Learning' }),
  targetLoss: number('stop at this (validation) loss', { group: 'Learning' }),
  l1: number('penalty λ·Σ|w| on weights', {
    default: 0,
    min: 0,
    group: 'Against overfitting',
    tunable: true,
  }),
  l2: number('penalty λ·Σw² on weights; by rows and columns unless given (--nnfs: 0)', {
    min: 0,
    group: 'Against overfitting',
    tunable: true,
  }),
  maxNorm: number('greatest norm of the weights that lead to one unit', {
    above: 0,
    group: 'Against overfitting',
  }),
  weightDecay: number('λ·w added to the gradient; adamw: apart from it', {
    min: 0,
    group: 'Against overfitting',
    tunable: true,
  }),
  dropout: number('share of hidden outputs set to 0 while training', {
    default: 0,
    min: 0,
    max: 0.95,
    group: 'Against overfitting',
    tunable: true,
  }),
  augment: parsed(
    `changes to training rows, anew every epoch: ${augmentations.all.map(({ name, amount }) => (amount ? `${name}:${amount.fallback}` : name)).join(', ')}`,
    (value) => {
      parseAugment(value);
      return value;
    },
    {
      placeholder: 'list',
      group: 'Against overfitting',
      fixedOnResume: true,
      repeatable: 'joined',
      tasks: ['table', 'series', 'reconstruction'],
    },
  ),
  prune: number('after training remove this share of the weights of dense layers, and train on', {
    above: 0,
    max: 0.999,
    group: 'Against overfitting',
    severalModels: false,
  }),
  pruneEpochs: integer('epochs after pruning', {
    default: 10,
    min: 1,
    group: 'Against overfitting',
    severalModels: false,
  }),
  labelSmoothing: number('share of certainty taken from the target', {
    default: 0,
    min: 0,
    max: 0.9,
    group: 'Against overfitting',
    tunable: true,
  }),
  earlyStopping: integer('epochs without a better validation loss before it stops; 0 never', {
    min: 0,
    group: 'Against overfitting',
  }),
  monitor: text('what the best epoch has: loss, or a metric such as f1; most rows right unless given', {
    placeholder: 'metric',
    group: 'Against overfitting',
    fixedOnResume: true,
  }),
  minDelta: number('by how much an epoch must be better to count', {
    default: 0,
    min: 0,
    group: 'Against overfitting',
  }),
  kFold: integer('train so many models, each measured on rows it has not seen; keeps no model', {
    min: 2,
    group: 'Cross-validation',
    severalModels: false,
  }),
  repeats: integer('cross-validate so many times, on other folds', {
    default: 1,
    min: 1,
    group: 'Cross-validation',
    severalModels: false,
  }),
  group: text('column whose equal values stay in one fold; it is no feature', {
    placeholder: 'name',
    group: 'Cross-validation',
    fixedOnResume: true,
    severalModels: false,
    tasks: ['table', 'text'],
  }),
  leaveOneOut: flag('a fold for every row', { group: 'Cross-validation', severalModels: false }),
  metric: texts('metrics of the table, as nn evaluate takes them', {
    placeholder: 'name',
    group: 'Cross-validation',
    severalModels: false,
  }),
  run: text('folder of the run instead of runs/NAME-N', {
    placeholder: 'folder',
    group: 'Output',
    scope: 'place',
    severalModels: false,
  }),
  resume: text(
    'go on with a run from its last checkpoint; options given now count over its own, except those of data, network and seed',
    {
      placeholder: 'folder',
      group: 'Output',
      scope: 'place',
      severalModels: false,
    },
  ),
  checkpoint: number('seconds between two checkpoints in the run folder; 0: none', {
    default: 10,
    min: 0,
    group: 'Output',
    severalModels: false,
  }),
  watch: flag('show the decision boundary over the first two columns as it is learned', {
    group: 'Output',
    scope: 'screen',
    severalModels: false,
    tasks: ['table'],
  }),
  histograms: flag('record how the weights spread after every epoch, for nn plot histograms', {
    group: 'Output',
    severalModels: false,
  }),
  tensorboard: flag('write an event file for TensorBoard into the run folder', {
    group: 'Output',
    severalModels: false,
  }),
  nnfs: flag("the book's scripts: no scaling, split or shuffling, full batch, 0.01·randn, its log", {
    group: 'Output',
    fixedOnResume: true,
    severalModels: false,
    tasks: ['table'],
  }),
  history: text('write the losses of every epoch to a CSV file; - is stdout', {
    placeholder: 'file',
    group: 'Output',
    scope: 'place',
    severalModels: false,
  }),
  logFormat: choice('progress on stderr: lines to read, or a JSON object per epoch', ['text', 'jsonl'], {
    default: 'text',
    group: 'Output',
    scope: 'screen',
    severalModels: false,
  }),
  logEvery: integer('log and history have every nth epoch only', {
    min: 1,
    group: 'Output',
    severalModels: false,
  }),
};

export const trainOptions = { ...networkOptions, ...learningOptions };
export type TrainOptions = OptionValues<typeof trainOptions>;

type Shared = {
  readonly [
    K in keyof typeof trainOptions as (typeof trainOptions)[K] extends {
      readonly severalModels: false;
    }
      ? never
      : K
  ]: (typeof trainOptions)[K];
};

/** Options that all runs of a search or a comparison share. */
export const sharedOptions = Object.fromEntries(
  Object.entries(trainOptions).filter(([, { severalModels = true }]) => severalModels),
) as Shared;

import { losses } from '../../losses/index.ts';
import { choice, flag, integer, number, parsed, text, toggle } from '../define.ts';
import { parseClassWeights } from '../../data/classWeights.ts';
import { usageError } from '../../errors.ts';
import { optimizers } from '../../optimizers/index.ts';
import { schedules } from '../../schedules/index.ts';
import { number as fieldOf } from '../../util/fields.ts';
import { parsePairs } from '../../util/fieldText.ts';
import { parseSchedule } from '../../schedules/parse.ts';

function batchSize(value: string): number {
  if (value === 'full') return Infinity;
  const size = Number(value);
  if (Number.isInteger(size) && size >= 1) return size;
  throw usageError(`--batch-size: expected a whole number of at least 1 or "full", found "${value}"`);
}

/** A list such as bias=0.1,scale=6, plain as a run stores it. */
export const factors = (what: string) => (text: string) => [
  ...parsePairs(text, {
    ...{ what, kind: 'kind', separator: '=', form: 'KIND=F with F of at least 0' },
    ...{ value: fieldOf({ min: 0 }), example: `for example ${what} bias=0.1,scale=6` },
  }),
];

/** Options of nn train about loss, optimizer and batches. */
export const learningOptions = {
  loss: choice('loss', ['auto', ...losses.all.filter(({ book }) => !book).map(({ name }) => name)], {
    default: 'auto',
    group: 'Learning',
    fixedOnResume: true,
    tasks: ['table', 'text', 'series', 'reconstruction'],
  }),
  optimizer: choice('optimizer', optimizers.names, {
    usual: true,
    default: 'adam',
    group: 'Learning',
    fixedOnResume: true,
    tunable: true,
  }),
  learningRate: number('step size; by the optimizer unless given', {
    usual: true,
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
    { placeholder: 'text', group: 'Learning', words: schedules.names },
  ),
  lrFactor: parsed(
    'factors of the learning rate for kinds of parameters: bias, weight, a layer or its type',
    factors('--lr-factor'),
    { placeholder: 'list', group: 'Learning', fixedOnResume: true, repeatable: 'joined' },
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
  epochs: integer('passes over the data at most; 0 writes the untrained network', {
    usual: true,
    min: 0,
    group: 'Learning',
  }),
  batchSize: parsed('rows of a step, or full', batchSize, {
    placeholder: 'n',
    group: 'Learning',
    usual: true,
    tunable: true,
  }),
  dropLast: flag('leave out the rows at the end of an epoch that fill no batch', {
    group: 'Learning',
    fixedOnResume: true,
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
    placeholder: 'column',
    group: 'Learning',
    fixedOnResume: true,
    tasks: ['table', 'text'],
  }),
  clipNorm: number('greatest norm of the gradient', { above: 0, group: 'Learning', tunable: true }),
  timeLimit: number('stop after so many seconds', { above: 0, group: 'Learning' }),
  targetLoss: number('stop at this (validation) loss', { group: 'Learning' }),
};

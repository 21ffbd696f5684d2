import { choice, integer, number, parsed, text } from '../define.ts';
import { usageError } from '../../errors.ts';
import { parseSchedule } from '../../schedules/parse.ts';
import { factors } from './learning.ts';
import { augmentations, parseAugment } from '../../augment/index.ts';

/** @throws NnError('usage') for a schedule that listens to the scores of the learning rate */
function scheduleText(text: string): string {
  const { listens, name } = parseSchedule(text);
  if (listens) throw usageError(`schedule "${name}" is for the learning rate alone`);
  return text;
}

/** Options of nn train against overfitting. */
export const overfittingOptions = {
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
  weightDecayFactor: parsed(
    'factors of the weight decay for kinds of parameters, as --lr-factor',
    factors('--weight-decay-factor'),
    { placeholder: 'list', group: 'Against overfitting', fixedOnResume: true, repeatable: 'joined' },
  ),
  weightDecaySchedule: parsed('how the weight decay changes, as --schedule', scheduleText, {
    placeholder: 'text',
    group: 'Against overfitting',
    fixedOnResume: true,
  }),
  dropout: number('dropout rate: share of hidden outputs set to 0 while training', {
    usual: true,
    default: 0,
    min: 0,
    max: 0.95,
    group: 'Against overfitting',
    tunable: true,
  }),
  dropoutSchedule: parsed('how the dropout rates change, as --schedule', scheduleText, {
    placeholder: 'text',
    group: 'Against overfitting',
    fixedOnResume: true,
  }),
  augment: parsed(
    `changes to training rows, anew every epoch: ${augmentations.all.map(({ name, amount }) => (amount ? `${name}:${amount.fallback}` : name)).join(', ')}`,
    (value) => {
      parseAugment(value);
      return value;
    },
    {
      placeholder: 'list',
      words: augmentations.names,
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
  labelSmoothing: number('label smoothing ε: share of the target spread over all classes', {
    default: 0,
    min: 0,
    max: 0.9,
    group: 'Against overfitting',
    tunable: true,
  }),
  earlyStopping: integer('patience: epochs without improvement before it stops; 0 never', {
    usual: true,
    min: 0,
    group: 'Against overfitting',
  }),
  monitor: text('metric of the validation rows that chooses the epoch: accuracy, f1, …; loss unless given', {
    placeholder: 'metric',
    group: 'Against overfitting',
    fixedOnResume: true,
  }),
  ties: choice('which of equally good epochs is kept', ['first', 'last'], {
    default: 'first',
    group: 'Against overfitting',
    fixedOnResume: true,
  }),
  ema: number(
    'decay of a moving average of the weights that is validated and kept; 0: none; 0.99 for tables of some hundred rows unless given',
    {
      min: 0,
      max: 0.9999,
      group: 'Against overfitting',
      fixedOnResume: true,
      tunable: true,
    },
  ),
  minDelta: number('by how much an epoch must be better to count', {
    default: 0,
    min: 0,
    group: 'Against overfitting',
  }),
};

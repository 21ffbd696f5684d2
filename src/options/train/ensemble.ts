import { flag, integer } from '../define.ts';

/** Options of ensembles. */
export const ensembleOptions = {
  ensemble: integer(
    'train so many networks and keep their mean as one model: each validates on a part of the rows that trains the others',
    { min: 2, max: 100, group: 'Ensemble', fixedOnResume: true, severalModels: false },
  ),
  best: flag(
    'the best ensemble for a table within --time-limit (120 seconds unless given): trains several kinds of networks on folds, and weighs them by greedy selection',
    { group: 'Ensemble', usual: true, fixedOnResume: true, severalModels: false, tasks: ['table'] },
  ),
};

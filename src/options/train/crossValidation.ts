import { flag, integer, text, texts } from '../define.ts';
/** Options of cross-validation. */
export const crossValidationOptions = {
  kFold: integer(
    'cross-validate on so many folds: each model is measured on rows it has not seen; keeps no model',
    {
      min: 2,
      group: 'Cross-validation',
      usual: true,
      severalModels: false,
    },
  ),
  repeats: integer('cross-validate so many times, on other folds', {
    default: 1,
    min: 1,
    group: 'Cross-validation',
    severalModels: false,
  }),
  group: text('column whose equal values stay in one fold; it is no feature', {
    placeholder: 'column',
    group: 'Cross-validation',
    fixedOnResume: true,
    severalModels: false,
    tasks: ['table', 'text'],
  }),
  leaveOneOut: flag('a fold for every row', { group: 'Cross-validation', severalModels: false }),
  metric: texts('metrics of the table, as nn evaluate takes them', {
    placeholder: 'metric',
    group: 'Cross-validation',
    severalModels: false,
  }),
};

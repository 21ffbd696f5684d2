import { choice, number } from './define.ts';

const group = 'Rows';

/** What becomes of a category that training did not see. */
export const unknownOption = choice(
  'a category that training did not see: taken as none of the known ones, counted and said; or an error',
  ['ignore', 'error'],
  { default: 'ignore', group },
);

/** What becomes of rows that cannot be read. */
export const badRowsOption = choice(
  'a row that cannot be read (fields too many or too few, a text for a number, an infinity): an error, left out, or kept without an answer',
  ['error', 'skip', 'null'],
  { default: 'error', group },
);

/** Where the second of two classes begins. */
export const thresholdOption = number(
  'of two classes: the second one from this probability on; unless given, the more probable one',
  { min: 0, max: 1, group },
);

/** Values of the options above. */
export interface RowRules {
  readonly unknown: 'ignore' | 'error';
  readonly badRows: 'error' | 'skip' | 'null';
}

import { isTableRows } from '../../data/preprocessing.ts';
import type { Task } from '../define.ts';
import { rows } from '../table/index.ts';

/** A table of which one column of texts is learned from. */
export const text: Task = {
  ...rows,
  name: 'text',
  data: 'a column of texts',
  option: '--text',
  pieces: 'text',
  matches: (preprocessing) =>
    isTableRows(preprocessing) && preprocessing.features.some(({ kind }) => kind === 'text'),
};

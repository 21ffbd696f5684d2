import { isTableRows } from '../../data/preprocessing.ts';
import type { Task } from '../define.ts';

/** How single rows are read and measured; a column of texts has the same. */
export const rows = {
  async read(reading, argument, random, o) {
    if (o.stream) return (await import('./stream.ts')).streamDataset(reading, argument, random, o);
    return (await import('./read.ts')).readTableDataset(reading, argument, random, o);
  },
  async samples(reading, { preprocessing }, dataPath, options) {
    return (await import('./samples.ts')).readRowSamples(reading, preprocessing, dataPath, options);
  },
  async evaluate(computing, opened, options) {
    return (await import('./evaluate.ts')).evaluateRows(computing, opened, options);
  },
  async predict({ model, preprocessing: { target } }, _, options) {
    const { answerColumns } = await import('./predict.ts');
    const { intervalOf, checkSpread } = await import('./uncertainty.ts');
    const half = intervalOf(model, target, options.interval);
    checkSpread(model, options);
    const weights = model.ensemble?.members.map(({ weight }) => weight);
    return (answers) => answerColumns(target, answers, { ...options, half, weights });
  },
} satisfies Partial<Task>;

/**
 * Rows of a file in columns, read whole, or with --stream some at a time; each has its target in a column.
 */
export const table: Task = {
  ...rows,
  name: 'table',
  data: 'a table',
  matches: (preprocessing) =>
    isTableRows(preprocessing) && preprocessing.features.every(({ kind }) => kind !== 'text'),
};

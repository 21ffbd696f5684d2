import { inputError } from '../../errors.ts';
import type { Task } from '../define.ts';
import { findSeriesModel } from './model.ts';
import { shellWord } from '../../util/shell.ts';

/**
 * Rows of a table that follow each other in time: a network learns to forecast the next ones from a window of
 * them.
 */
export const series: Task = {
  name: 'series',
  data: 'a series',
  option: '--window',
  pieces: 'series',
  matches: (preprocessing) => findSeriesModel(preprocessing) !== undefined,
  inOrder: 'a window at random would be measured by a network that has learned what comes after it',
  async read(reading, argument, random, o) {
    return (await import('./dataset.ts')).readSeries(reading, argument, random, o);
  },
  async samples(reading, { preprocessing }, dataPath, { labels }) {
    return (await import('./samples.ts')).readWindows(reading, preprocessing, dataPath, labels);
  },
  async evaluate(computing, opened, options) {
    return (await import('./evaluate.ts')).evaluateSeries(computing, opened, options);
  },
  async predict({ path }, dataPath) {
    throw inputError('this model forecasts a time series and predicts no single rows', {
      where: { source: path },
      hint: `nn forecast ${shellWord(path)} ${shellWord(dataPath ?? 'data.csv')} --steps 12 forecasts the rows after the last one`,
    });
  },
};

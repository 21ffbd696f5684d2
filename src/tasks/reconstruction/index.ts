import { inputError } from '../../errors.ts';
import type { Task } from '../define.ts';
import { isReconstruction } from './anomaly.ts';

/**
 * Rows that a network learns to give back from fewer numbers: an autoencoder (Hinton and Salakhutdinov 2006).
 */
export const reconstruction: Task = {
  name: 'reconstruction',
  data: 'a reconstruction',
  option: '--task reconstruction',
  matches: isReconstruction,
  inOrder: 'the score of an autoencoder is its loss, which nn train shows',
  async read(reading, argument, random, o) {
    return (await import('./dataset.ts')).readReconstruction(reading, argument, random, o);
  },
  async samples(reading, { preprocessing }, dataPath, { labels }) {
    return (await import('./samples.ts')).readReconstructed(reading, preprocessing, dataPath, labels);
  },
  async evaluate(_, { path }) {
    throw inputError('an autoencoder has no answers to be measured', {
      where: { source: path },
      hint: 'nn predict gives each row its anomaly score',
    });
  },
  async predict({ preprocessing: { features } }, _, options) {
    const { anomalyColumns } = await import('./predict.ts');
    const { refuseUncertainty } = await import('../table/uncertainty.ts');
    refuseUncertainty(options);
    return (answers) => anomalyColumns(features, answers, options.reconstruct);
  },
};

import type { Preprocessing } from '../../src/data/preprocessing.ts';
import { preprocessingSchema } from '../../src/data/storedPreprocessing.ts';
import { fitStored } from '../../src/util/stored.ts';

/** Preprocessing as a model file gives it back; throws where it is none. */
export const fitted = (value: unknown): Preprocessing =>
  fitStored(preprocessingSchema, value, { source: 'model' });

/** The same of what was just made. */
export const keptOf = (value: unknown): Preprocessing => fitted(JSON.parse(JSON.stringify(value)));

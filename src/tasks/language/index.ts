import { inputError, usageError } from '../../errors.ts';
import type { Task } from '../define.ts';
import { isLanguage } from './feature.ts';

/** A text, of which a network learns to predict the next token after every token. */
export const language: Task = {
  name: 'language',
  data: 'a text',
  option: '--task language',
  pieces: 'text',
  matches: isLanguage,
  inOrder: 'a passage at random would be measured by a network that has learned what stands around it',
  async read(reading, argument, _, o) {
    return (await import('./dataset.ts')).readLanguage(reading, argument, o);
  },
  async samples({ files }, opened, dataPath) {
    return (await import('./samples.ts')).readPassages(files, opened.preprocessing, dataPath);
  },
  async evaluate(computing, opened, { dataPath, only, rules }) {
    if (only !== undefined || rules.badRows !== 'error')
      throw usageError(
        `${only === undefined ? '--bad-rows' : '--only'} is for rows of a table, and this model learned a text`,
        {
          hint: 'give it the part of the text that is to be measured',
        },
      );
    return (await import('./evaluate.ts')).evaluateLanguage(computing, opened, dataPath);
  },
  async predict({ path }) {
    throw inputError('this model generates text and predicts no rows', {
      where: { source: path },
      hint: `nn generate ${path} --prompt "…" continues a text`,
    });
  },
};

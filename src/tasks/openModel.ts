import { inputError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { openModel } from '../inputs/modelFile.ts';
import type { OpenedModel, Task } from './define.ts';
import { taskOf } from './index.ts';

/**
 * A model file, or the model of a run by its folder, with the task that it learned.
 *
 * @throws NnError('input') when it is damaged, or does not say what its rows are
 */
export async function openTaskModel(
  port: Pick<Context, 'files' | 'global'>,
  path: string,
): Promise<OpenedModel & { readonly task: Task }> {
  const model = await openModel(port, path);
  const { preprocessing } = model;
  if (preprocessing) return { path, model, preprocessing, task: taskOf(preprocessing, path) };
  throw inputError('this model says nothing about its columns', {
    where: { source: path },
    hint: 'nn train data.csv makes one that does',
  });
}

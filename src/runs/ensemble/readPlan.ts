import type { Context } from '../../host/context.ts';
import type { TrainOptions } from '../../options/train.ts';
import { readData, taskFor } from '../../tasks/index.ts';
import { RandomState } from '../../util/random.ts';
import { memberPlans, usesFolds } from './plan.ts';
import type { EnsemblePlan } from './plan.ts';

/**
 * Reads the rows and decides which of them train and validate which member.
 *
 * @throws NnError('input' | 'usage')
 */
export async function planEnsemble(
  context: Context,
  argument: string | undefined,
  o: TrainOptions,
): Promise<EnsemblePlan> {
  const { seed, threads = context.machine.facts().cores } = context.global;
  const folds = usesFolds(o, taskFor(o).inOrder !== undefined);
  const random = new RandomState(seed);
  const dataset = await readData(context, argument, random, folds ? { ...o, validationSplit: 0 } : o);
  return memberPlans(dataset, o, { seed, threads, folds });
}

import { usageError } from '../errors.ts';
import { memberNetwork } from '../network/ensemble.ts';
import { counted } from '../util/plural.ts';
import type { Model } from './define.ts';

/**
 * One member of an ensemble as a plain model.
 *
 * @param member counted from 1
 * @throws NnError('usage') where there is no such member, or the model is no ensemble
 */
export function memberOf(model: Model, member: number): Model {
  const { ensemble, residuals: _, training, ...shared } = model;
  if (!ensemble)
    throw usageError(`--member ${member}: this model is one network, no ensemble`, {
      hint: 'leave it out',
    });
  const own = ensemble.members.at(member - 1);
  if (!own || member < 1)
    throw usageError(
      `--member ${member}: this ensemble has ${counted(ensemble.members.length, 'member')}, 1 to ${ensemble.members.length}`,
    );
  const { epochs, bestEpoch, validationLoss, validationAccuracy, seed, rows } = own;
  const given = ['data', 'optimizer', 'learning_rate'].flatMap((name) =>
    training?.[name] === undefined ? [] : [[name, training[name]] as const],
  );
  return {
    ...shared,
    ...memberNetwork(model, member),
    training: {
      ...Object.fromEntries(given),
      member,
      rows: rows.train,
      seed,
      epochs,
      ...(bestEpoch !== undefined && { best_epoch: bestEpoch }),
      ...(validationLoss !== undefined && { val_loss: validationLoss }),
      ...(validationAccuracy !== undefined && { val_accuracy: validationAccuracy }),
    },
  };
}

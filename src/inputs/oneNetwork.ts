import { usageError } from '../errors.ts';
import type { Model } from '../model/file.ts';

/**
 * Refuses an ensemble where one network is looked at from the inside.
 *
 * @param command that does so, with the model: `nn explain step m.safetensors iris.csv`
 * @throws NnError('usage') with the command for one of its members
 */
export function checkOneNetwork({ ensemble }: Partial<Pick<Model, 'ensemble'>>, command: string): void {
  if (!ensemble) return;
  const { length } = ensemble.members;
  throw usageError(`this is an ensemble of ${length} networks, and one is looked at here`, {
    hint: `${command} --member 1, or another one up to ${length}`,
  });
}

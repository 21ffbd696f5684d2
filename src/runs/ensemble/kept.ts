import { inputError } from '../../errors.ts';
import { encodeSafetensors, parseSafetensors } from '../../formats/safetensors.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { historyOfTensor, tensorOfHistory } from '../../train/checkpoint.ts';
import type { Finished } from '../../train/fit.ts';
import { camelKeys, snakeKeys } from '../../util/snakeCase.ts';
import type { RunFolder } from '../folder.ts';
import type { MemberAnswer } from './members.ts';

/** What trained members leave in the folder of a run, so that it can be resumed. */
const fileOf = (index: number): string => `member-${index + 1}.safetensors`;
const WEIGHTS = 'weights ';

/** The bytes of a trained member: safetensors, so that NumPy reads it too. */
export function encodeMember({ epochs, finished, ms, outputs }: MemberAnswer): Uint8Array {
  const { weights, kind: _, ...facts } = finished;
  const tensors = new Map<string, Tensor>();
  for (const [name, tensor] of weights) tensors.set(WEIGHTS + name, tensor);
  tensors.set('history', tensorOfHistory(epochs));
  if (outputs)
    tensors.set('outputs', {
      shape: [outputs.length],
      dtype: outputs instanceof Float32Array ? 'float32' : 'float64',
      data: outputs,
    });
  return encodeSafetensors({
    tensors,
    metadata: { 'nn member': '1', finished: JSON.stringify(snakeKeys({ ...facts, ms })) },
  });
}

/**
 * Reads a trained member.
 *
 * @throws NnError('input') when it is damaged or something else
 */
export function decodeMember(bytes: Uint8Array, source: string): MemberAnswer {
  const { tensors, metadata } = parseSafetensors(bytes, source);
  const history = tensors.get('history');
  if (metadata['nn member'] !== '1' || !history)
    throw inputError('this is no member of an ensemble', {
      where: { source },
      hint: 'remove it, and nn train --resume trains the member anew',
    });
  const weights = new Map<string, Tensor>();
  for (const [name, tensor] of tensors)
    if (name.startsWith(WEIGHTS)) weights.set(name.slice(WEIGHTS.length), tensor);
  const stored = camelKeys(JSON.parse(metadata.finished)) as Omit<Finished, 'kind' | 'weights'> & {
    ms: number;
  };
  const { ms, ...facts } = stored;
  const outputs = tensors.get('outputs')?.data;
  return {
    epochs: historyOfTensor(history),
    finished: { kind: 'finished', ...facts, weights },
    ms,
    ...((outputs instanceof Float32Array || outputs instanceof Float64Array) && { outputs }),
  };
}

export const keepMember = (folder: RunFolder, index: number, member: MemberAnswer): Promise<void> =>
  folder.write(fileOf(index), encodeMember(member));

/** The members that a run has trained, by their place among `count`. */
export async function keptMembers(folder: RunFolder, count: number): Promise<Map<number, MemberAnswer>> {
  const known = new Map<number, MemberAnswer>();
  for (let index = 0; index < count; index++) {
    const bytes = await folder.read(fileOf(index));
    if (bytes) known.set(index, decodeMember(bytes, folder.file(fileOf(index))));
  }
  return known;
}

import * as v from 'valibot';
import { inputError } from '../../errors.ts';
import { checkSum, encodeChecked } from '../../formats/checksum.ts';
import { parseSafetensors } from '../../formats/safetensors.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { EpochLog } from '../../train/epochLog.ts';
import { stopReasons } from '../../train/fit.ts';
import { camelKeys, snakeKeys } from '../../util/snakeCase.ts';
import { readStored } from '../../util/stored.ts';
import { finite, whole } from '../../util/storedFields.ts';
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
  tensors.set('history', new EpochLog(epochs).tensor());
  if (outputs)
    tensors.set('outputs', {
      shape: [outputs.length],
      dtype: outputs instanceof Float32Array ? 'float32' : 'float64',
      data: outputs,
    });
  return encodeChecked({
    tensors,
    metadata: { 'nn member': '1', finished: JSON.stringify(snakeKeys({ ...facts, ms })) },
  });
}

/** Why a member ended, and how far it came. */
const finishedSchema = v.pipe(
  v.unknown(),
  v.transform(camelKeys),
  v.object({
    reason: v.picklist(stopReasons),
    keptEpoch: v.optional(whole()),
    bestEpoch: v.optional(whole()),
    ...{ epochs: whole(), steps: whole() },
    ms: v.pipe(finite, v.minValue(0, 'a number of at least 0')),
  }),
  v.transform(({ keptEpoch, bestEpoch, ...more }) => ({ ...more, keptEpoch, bestEpoch })),
);

/**
 * Reads a trained member.
 *
 * @throws NnError('input') when it is damaged or something else
 */
export function decodeMember(bytes: Uint8Array, source: string): MemberAnswer {
  const { tensors, metadata } = parseSafetensors(bytes, source);
  checkSum(bytes, metadata, source);
  if (metadata['nn member'] !== '1')
    throw inputError('this is no member of an ensemble', {
      where: { source },
      hint: 'remove it, and nn train --resume trains the member anew',
    });
  const weights = new Map<string, Tensor>();
  for (const [name, tensor] of tensors)
    if (name.startsWith(WEIGHTS)) weights.set(name.slice(WEIGHTS.length), tensor);
  const place = { source, part: '"finished" in its metadata' };
  const { ms, ...facts } = readStored(finishedSchema, metadata.finished ?? '', place);
  const outputs = tensors.get('outputs')?.data;
  return {
    epochs: [...EpochLog.read(tensors.get('history'), source)],
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

import type { GenericSchema, InferOutput } from 'valibot';
import { inputError } from '../errors.ts';
import { checkSum, encodeChecked } from '../formats/checksum.ts';
import type { Reading } from '../formats/checksum.ts';
import { parseSafetensors } from '../formats/safetensors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { readStored, unfitStored } from '../util/stored.ts';
import { snakeCase, snakeKeys } from '../util/snakeCase.ts';
import { EpochLog, logColumns } from './epochLog.ts';
import type { TrainingState } from './state.ts';
import { bestSchema, columnsSchema, progressSchema, randomSchema, scheduleSchema } from './storedState.ts';

/** What a checkpoint holds beside the state: the figures of the epochs before it. */
export interface Checkpoint {
  readonly state: TrainingState;
  readonly epochs: EpochLog;
}

/** The columns as 0.1.0 had them: `loss` was with the penalties, `dataLoss` is today's loss. */
const earlyColumns = [
  ...['epoch', 'with penalties', 'loss', 'penalty', 'accuracy', 'correct'],
  ...['learningRate', 'validationLoss', 'validationAccuracy', 'monitored'],
];

const BEST = 'best ';
const VERSION = '1';

/** The bytes of a checkpoint: safetensors, so that NumPy reads the weights of an unfinished run too. */
export function encodeCheckpoint({ state, epochs }: Checkpoint): Uint8Array {
  const { progress, best, random, order, blocks } = state;
  const tensors = new Map(state.tensors);
  for (const [name, tensor] of best.weights) tensors.set(BEST + name, tensor);
  tensors.set('order', { shape: [order.length], dtype: 'int32', data: order });
  tensors.set('blocks', { shape: [blocks.length], dtype: 'int32', data: blocks });
  tensors.set('history', epochs.tensor());
  const score = Number.isFinite(best.score) ? best.score : null;
  return encodeChecked({
    tensors,
    metadata: {
      'nn checkpoint': VERSION,
      history: JSON.stringify(logColumns.map(snakeCase)),
      progress: JSON.stringify(snakeKeys(progress)),
      best: JSON.stringify({ epoch: best.epoch, score, correct: best.correct }),
      schedule: JSON.stringify(state.schedule),
      random: JSON.stringify(snakeKeys(random)),
    },
  });
}

/** @throws NnError('input') unless a file is a checkpoint that this version reads */
function checkKind(metadata: Readonly<Record<string, string>>, source: string): void {
  const version = metadata['nn checkpoint'];
  if (version === VERSION) return;
  if (version === undefined)
    throw inputError('this is not a checkpoint of nn train', {
      where: { source },
      hint: 'nn train --resume takes the folder of a run, such as runs/iris-1',
    });
  throw inputError(`this checkpoint is of version ${version}, expected ${VERSION}`, {
    where: { source },
    hint: 'it was written by a later version of nn; update this one, or train anew',
  });
}

/** The rows of a tensor of one axis, as int32. */
function indices(name: string, tensor: Tensor | undefined, source: string): Int32Array {
  if (tensor?.data instanceof Int32Array && tensor.shape.length === 1) return tensor.data.slice();
  throw unfitStored(
    { source },
    `the tensor "${name}" ${tensor ? 'holds no list of whole numbers' : 'is missing'}`,
  );
}

/**
 * Reads a checkpoint. Whether it is one of this network and these rows is asked when a run goes on from it
 * (`checkState`).
 *
 * @throws NnError('input') when it is damaged or something else
 */
export function decodeCheckpoint(bytes: Uint8Array, source: string, reading?: Reading): Checkpoint {
  const { tensors, metadata } = parseSafetensors(bytes, source);
  checkSum(bytes, metadata, source, reading);
  checkKind(metadata, source);
  const read = <S extends GenericSchema>(name: string, schema: S): InferOutput<S> => {
    const place = { source, part: `"${name}" in its metadata` };
    if (metadata[name] === undefined) throw unfitStored(place, 'is missing');
    return readStored(schema, metadata[name], place);
  };
  const names = metadata.history === undefined ? earlyColumns : read('history', columnsSchema);
  const own = new Map<string, Tensor>();
  const weights = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith(BEST)) weights.set(name.slice(BEST.length), tensor);
    else if (!['order', 'blocks', 'history'].includes(name)) own.set(name, tensor);
  }
  return {
    state: {
      progress: read('progress', progressSchema),
      best: { ...read('best', bestSchema), weights },
      schedule: read('schedule', scheduleSchema),
      random: read('random', randomSchema),
      blocks: indices('blocks', tensors.get('blocks'), source),
      order: indices('order', tensors.get('order'), source),
      tensors: own,
    },
    epochs: EpochLog.read(tensors.get('history'), source, names),
  };
}

import { inputError } from '../errors.ts';
import { encodeSafetensors, parseSafetensors } from '../formats/safetensors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { RandomSnapshot } from '../util/random.ts';
import { camelCase, camelKeys, snakeCase, snakeKeys } from '../util/snakeCase.ts';
import { epochFigures } from './epochFigures.ts';
import type { Epoch } from './events.ts';
import type { TrainingState } from './state.ts';

/** What a checkpoint holds beside the state: the figures of the epochs before it. */
export interface Checkpoint {
  readonly state: TrainingState;
  readonly epochs: readonly Epoch[];
}

/** In the order of the tensor `history`. */
const columns = ['epoch', ...Object.values(epochFigures).map(({ key }) => key)] as const;

/** The columns as 0.1.0 had them: `loss` was with the penalties, `dataLoss` is today's loss. */
const earlyColumns = [
  ...['epoch', 'with penalties', 'loss', 'penalty', 'accuracy', 'correct'],
  ...['learningRate', 'validationLoss', 'validationAccuracy', 'monitored'],
];

/**
 * One row an epoch; what an epoch does not have is NaN, the last column says whether it was the best so far.
 */
export function tensorOfHistory(epochs: readonly Epoch[]): Tensor {
  const width = columns.length + 1;
  const data = new Float64Array(epochs.length * width);
  epochs.forEach((epoch, i) => {
    columns.forEach((column, j) => (data[i * width + j] = epoch[column] ?? NaN));
    data[i * width + columns.length] = epoch.best ? 1 : 0;
  });
  return { shape: [epochs.length, width], dtype: 'float64', data };
}

/**
 * The figures of epochs that `tensorOfHistory` stored.
 *
 * @param names of the columns, but the last; those of today unless given
 */
export function historyOfTensor({ data, shape }: Tensor, names: readonly string[] = columns): Epoch[] {
  const [rows = 0, width = 0] = shape;
  const known = new Set<string>(columns);
  return Array.from({ length: rows }, (_, i) => {
    const figures = names.flatMap((column, j) => {
      const value = Number(data[i * width + j]);
      return Number.isNaN(value) || !known.has(column) ? [] : [[column, value] as const];
    });
    const best = Number(data[i * width + names.length]) === 1;
    return { kind: 'epoch', ...Object.fromEntries(figures), best } as Epoch;
  });
}

const BEST = 'best ';

interface StoredBest {
  readonly epoch: number;
  readonly score: number | null;
  readonly correct?: number;
  readonly right?: number;
}

/** The bytes of a checkpoint: safetensors, so that NumPy reads the weights of an unfinished run too. */
export function encodeCheckpoint({ state, epochs }: Checkpoint): Uint8Array {
  const { progress, best, random, order, blocks } = state;
  const tensors = new Map(state.tensors);
  for (const [name, tensor] of best.weights) tensors.set(BEST + name, tensor);
  tensors.set('order', { shape: [order.length], dtype: 'int32', data: order });
  tensors.set('blocks', { shape: [blocks.length], dtype: 'int32', data: blocks });
  tensors.set('history', tensorOfHistory(epochs));
  const score = Number.isFinite(best.score) ? best.score : null;
  return encodeSafetensors({
    tensors,
    metadata: {
      'nn checkpoint': '1',
      history: JSON.stringify(columns.map(snakeCase)),
      progress: JSON.stringify(snakeKeys(progress)),
      best: JSON.stringify({ epoch: best.epoch, score, correct: best.correct }),
      schedule: JSON.stringify(state.schedule),
      random: JSON.stringify(snakeKeys(random)),
    },
  });
}

/**
 * Reads a checkpoint.
 * @throws {NnError} an input error when it is damaged or something else
 */
export function decodeCheckpoint(bytes: Uint8Array, source: string): Checkpoint {
  const { tensors, metadata } = parseSafetensors(bytes, source);
  const order = tensors.get('order');
  const blocks = tensors.get('blocks');
  const history = tensors.get('history');
  if (metadata['nn checkpoint'] !== '1' || !order || !blocks || !history) {
    throw inputError('this is not a checkpoint of nn train', {
      where: { source },
      hint: 'nn train --resume takes the folder of a run, such as runs/iris-1',
    });
  }
  const names =
    metadata.history === undefined ? earlyColumns : (JSON.parse(metadata.history) as string[]).map(camelCase);
  const own = new Map<string, Tensor>();
  const weights = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith(BEST)) weights.set(name.slice(BEST.length), tensor);
    else if (!['order', 'blocks', 'history'].includes(name)) own.set(name, tensor);
  }
  const best = JSON.parse(metadata.best) as StoredBest;
  // 0.1.0 called it right.
  const { epoch, score, right = 0, correct = right } = best;
  return {
    state: {
      progress: camelKeys(JSON.parse(metadata.progress)) as TrainingState['progress'],
      best: { epoch, score: score ?? Infinity, correct, weights },
      schedule: JSON.parse(metadata.schedule) as TrainingState['schedule'],
      random: camelKeys(JSON.parse(metadata.random)) as RandomSnapshot,
      blocks: Int32Array.from(blocks.data, Number),
      order: Int32Array.from(order.data, Number),
      tensors: own,
    },
    epochs: historyOfTensor(history, names),
  };
}

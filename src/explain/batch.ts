import { sgd } from '../optimizers/sgd.ts';
import { optimizerSettings } from '../train/choose.ts';
import { parameterView } from '../runtime/networkMemory.ts';
import { Replica } from './replica.ts';
import type { Subject } from './replica.ts';
import { updateValues } from './updates/values.ts';
import type { Learning, Updates } from './updates/values.ts';

/** Gradients of a parameter: of rows one by one, and of the batch. */
export interface ParameterGradients {
  readonly name: string;
  /** The letter in the layer's formula. */
  readonly key: string;
  readonly layer: string;
  readonly shape: readonly number[];
  /** Of the loss of each row that was taken by itself. */
  readonly rows: readonly (readonly number[])[];
  /** Their mean over all rows, and the gradient of the loss of the batch. */
  readonly mean: readonly number[];
  readonly gradient: readonly number[];
}

/** A batch through a network: each row by itself, all of them together, and the update. */
export interface BatchValues {
  readonly rows: number;
  /** Loss of each row, and their mean. */
  readonly losses: readonly number[];
  readonly loss: number;
  readonly parameters: readonly ParameterGradients[];
  readonly updates: Updates;
}

/** Numbers of gradients that are kept of single rows: of large networks only some rows are. */
const MOST = 4_000_000;

/**
 * Takes a batch through a network in float64. What a row adds is the gradient of its own loss in the batch as it
 * is, with the masks of dropout and the statistics of all rows.
 *
 * @throws NnError('usage') for a network that cannot be trained, or not on so few rows
 */
export function batchValues(subject: Subject & { readonly rows: number }, learning: Learning): BatchValues {
  const { rows } = subject;
  const replica = new Replica(subject, { rule: sgd.rule(optimizerSettings(sgd, {})) });
  const { runtime, bound } = replica;
  const { memory } = runtime;
  const { table } = memory;
  const gradients = () => {
    bound.run();
    return runtime.floats(memory.gradients).slice();
  };
  const kept = Math.max(1, Math.floor(MOST / Math.max(1, table.size)));
  const sum = new Float64Array(table.size);
  const single: Float64Array[] = [];
  const losses: number[] = [];
  for (let row = 0; row < rows; row++) {
    replica.weigh(row);
    const own = Float64Array.from(gradients());
    own.forEach((value, i) => (sum[i] += value));
    losses.push(replica.loss);
    if (row < kept) single.push(own);
  }
  replica.weigh();
  const together = gradients();
  return {
    rows,
    losses,
    loss: replica.loss,
    parameters: table.trainable.map((parameter) => {
      const { name, key, layer, offset, length } = parameter;
      const part = (all: ArrayLike<number>, by = 1) => Array.from({ length }, (_, i) => all[offset + i] / by);
      return {
        name,
        key,
        layer: layer.name,
        shape: parameterView(memory, parameter).shape,
        rows: single.map((own) => part(own)),
        mean: part(sum, rows),
        gradient: part(together),
      };
    }),
    updates: updateValues(subject, learning),
  };
}

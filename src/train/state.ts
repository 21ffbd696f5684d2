import { usageError } from '../errors.ts';
import { parameterView } from '../runtime/networkMemory.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Rule } from '../optimizers/define.ts';
import { view } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import type { ScheduleState } from '../schedules/define.ts';
import { copyNumbers } from '../tensor/numbers.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { RandomSnapshot } from '../util/random.ts';

/** Where a run stands: the epoch, the next row in it, updates done. */
export interface Progress {
  epoch: number;
  row: number;
  /** Which window of the epoch, and the next row in it. One window holds all rows that fit in memory. */
  window: number;
  at: number;
  steps: number;
  /** Loss of the last whole epoch: of the validation rows where there are any. */
  score: number;
  /** The last epoch that was better in loss or in correct rows, and the most of these: patience counts from it. */
  gainedAt: number;
  mostCorrect: number;
  /** Time spent by earlier parts of this run. */
  milliseconds: number;
}

/** A run before its first step. */
export const beginning = (): Progress => ({
  epoch: 0,
  row: 0,
  window: 0,
  at: 0,
  steps: 0,
  score: 0,
  gainedAt: 0,
  mostCorrect: -1,
  milliseconds: 0,
});

/** The best epoch so far and its weights. */
export interface Best {
  readonly epoch: number;
  readonly score: number;
  /** Correct rows, where they decide; else 0. */
  readonly correct: number;
  readonly weights: ReadonlyMap<string, Tensor>;
}

/** Everything that the rest of a run depends on: a run that goes on from here gives the same bits. */
export interface TrainingState {
  /** With the sums of loss, penalty and correct targets over the rows of this epoch so far. */
  readonly progress: Readonly<Progress> & { readonly sums: readonly number[] };
  readonly best: Best;
  readonly schedule: ScheduleState;
  readonly random: RandomSnapshot;
  /**
   * The order of the blocks that windows are made of in the current epoch, and of the rows in the current
   * window.
   */
  readonly blocks: Int32Array;
  readonly order: Int32Array;
  /** Parameters and states by name; moments as `m of dense1.weight`. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Where a run begins, if not with weights drawn at random. */
export interface Start {
  /** A captured state to resume from. */
  readonly state?: TrainingState | undefined;
  /** Weights instead of drawn ones. */
  readonly weights?: ReadonlyMap<string, Tensor>;
  /** Learning rate of update `step` (from 0) instead of the schedule, for a learning-rate test. */
  readonly rate?: (step: number) => number;
}

/** Every tensor of a run by its name in a checkpoint. */
function handlesOf(runtime: Runtime, rule: Rule): Map<string, Handle> {
  const { memory } = runtime;
  const { trainable, states } = memory.table;
  const handles = new Map<string, Handle>();
  for (const parameter of [...trainable, ...states])
    handles.set(parameter.name, parameterView(memory, parameter));
  rule.moments.forEach((moment, i) => {
    for (const { name, offset, spec } of trainable)
      handles.set(`${moment} of ${name}`, view(memory.moments[i], offset, spec.shape));
  });
  return handles;
}

/** Copies of parameters, states and moments. */
export function copyTensors(runtime: Runtime, rule: Rule): Map<string, Tensor> {
  const { dtype } = runtime.arena;
  return new Map(
    [...handlesOf(runtime, rule)].map(([name, handle]) => [
      name,
      { shape: handle.shape, dtype, data: runtime.floats(handle).slice() },
    ]),
  );
}

/**
 * Puts them back.
 * @throws {NnError} a usage error when one is missing or has another shape: the state belongs to another
 * network
 */
export function readTensors(runtime: Runtime, rule: Rule, tensors: ReadonlyMap<string, Tensor>): void {
  const handles = handlesOf(runtime, rule);
  // All of them are looked at before the first is written.
  const found = [...handles].map(([name, handle]) => {
    const tensor = tensors.get(name);
    if (tensor?.data.length === sizeOf(handle.shape)) return [handle, tensor] as const;
    throw usageError(`the checkpoint does not fit this network: "${name}" is of another one`, {
      hint: 'a run resumes with its own --layers, --optimizer and columns; train anew to change them',
    });
  });
  for (const [handle, { data }] of found) copyNumbers(data, runtime.floats(handle));
}

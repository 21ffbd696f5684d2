import { isExhausted } from './earlyStopping.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Epoch, Tick } from './events.ts';
import type { Training } from './training.ts';

/** Why a run ended: its epochs were done, or something ended it before. */
export type StopReason =
  'epochs' | 'early stopping' | 'interrupted' | 'time limit' | 'target loss' | 'stopped';

/** All of them. */
export const stopReasons: readonly StopReason[] = [
  'epochs',
  'early stopping',
  'interrupted',
  'time limit',
  'target loss',
  'stopped',
];

export interface Finished {
  readonly kind: 'finished';
  readonly reason: StopReason;
  /** Epoch whose weights are returned; undefined when not even the first one was done. */
  readonly keptEpoch: number | undefined;
  /** The same, where it was chosen as the best one; undefined where the last one is kept, whatever it is. */
  readonly bestEpoch: number | undefined;
  /** Whole epochs done. */
  readonly epochs: number;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly steps: number;
}

/**
 * Trains a network and reports every epoch, and a tick now and then while a long one lasts. The same setup
 * and rows give the same numbers on every run.
 *
 * Epochs count from 0 as in the book's scripts; epoch e reports the loss before its update when one batch
 * holds all rows, as the book prints it.
 * @throws {NnError} `failed` when a loss stops being finite
 */
export function* fit(training: Training): Generator<Epoch | Tick, Finished> {
  const { progress, runtime, setup, world } = training;
  const keepBest = setup.patience > 0;
  const began = world.now() - progress.milliseconds;
  let reason: StopReason = 'epochs';
  const stopsNow = () => {
    progress.milliseconds = world.now() - began;
    if (world.interrupted()) reason = 'interrupted';
    else if (world.stopped?.()) reason = 'stopped';
    else if (setup.timeLimit !== undefined && progress.milliseconds >= setup.timeLimit) reason = 'time limit';
    return reason !== 'epochs';
  };
  // Asked before an epoch rather than after one, so that a run that had stopped stops again when it is
  // resumed.
  const isDone = () => {
    if (progress.row > 0 || progress.epoch === 0) return false;
    if (isExhausted(progress.epoch, Math.max(training.best.epoch, progress.gainedAt), setup.patience))
      reason = 'early stopping';
    else if (setup.targetLoss !== undefined && progress.score <= setup.targetLoss) reason = 'target loss';
    return reason !== 'epochs';
  };
  outer: while (progress.epoch < setup.epochs && !isDone()) {
    const run = training.epoch();
    for (;;) {
      const next = run.next();
      yield next.value;
      if (stopsNow()) break outer;
      if (next.done) break;
    }
  }
  if (!runtime.floats(runtime.memory.parameters).every(Number.isFinite)) throw training.diverged('network');
  const { epoch: epochs, steps } = progress;
  const best = keepBest && epochs > 0 ? training.best : undefined;
  return {
    kind: 'finished',
    reason,
    keptEpoch: best?.epoch ?? (epochs > 0 ? epochs - 1 : undefined),
    bestEpoch: best?.epoch,
    epochs,
    weights: best?.weights ?? training.weights(),
    steps,
  };
}

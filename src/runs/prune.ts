import { usageError } from '../errors.ts';
import { pruned } from '../network/prune.ts';
import type { Backend } from '../runtime/runtime.ts';
import { EpochLog } from '../train/epochLog.ts';
import type { Finished } from '../train/fit.ts';
import type { Epoch } from '../train/events.ts';
import { Training } from '../train/training.ts';
import { count, percent } from '../util/quantity.ts';
import type { Context } from '../host/context.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Prepared } from './decide.ts';
import { runTraining, worldOf } from './loop.ts';

/** What a run has come to. */
export interface Trained {
  readonly prepared: Prepared;
  readonly epochs: readonly Epoch[];
  readonly finished: Finished;
}

/**
 * Removes the smallest weights of a trained network and fine-tunes the rest. Epochs count on.
 *
 * @throws NnError('usage') when the network has no dense layer
 */
export async function pruneAndTune(
  context: Context,
  { prepared, epochs, finished }: Trained,
  backend: Backend,
  { prune = 0, pruneEpochs, logEvery, logFormat }: TrainOptions,
): Promise<Trained> {
  const { spec, weights, layers } = pruned(prepared.setup.spec, finished.weights, prune);
  if (layers.length === 0) throw usageError('--prune: this network has no dense layer');
  const [all, kept] = [
    layers.reduce((sum, layer) => sum + layer.all, 0),
    layers.reduce((sum, layer) => sum + layer.kept, 0),
  ];
  if (logFormat === 'text')
    context.screen.note(
      `pruned      ${count(kept)} of ${count(all)} weights are left (${percent(kept / all)}); fine-tuning the rest`,
    );
  const setup = { ...prepared.setup, spec, epochs: pruneEpochs };
  const training = new Training(setup, prepared, worldOf(context, backend), { weights });
  const log = new EpochLog();
  const more = await runTraining(context, training, {
    epochs: log,
    logEvery,
    json: logFormat === 'jsonl',
    checkpointEvery: 0,
    save: async () => {},
  });
  const first = epochs.length;
  const { keptEpoch, bestEpoch } = more.finished;
  return {
    prepared: { ...prepared, setup },
    epochs: [...epochs, ...[...log].map((epoch) => ({ ...epoch, epoch: first + epoch.epoch }))],
    finished: {
      ...more.finished,
      epochs: first + more.finished.epochs,
      keptEpoch: keptEpoch === undefined ? undefined : first + keptEpoch,
      bestEpoch: bestEpoch === undefined ? undefined : first + bestEpoch,
    },
  };
}

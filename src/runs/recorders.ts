import type { Context } from '../host/context.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import type { Epoch } from '../train/events.ts';
import type { Training } from '../train/training.ts';
import type { RunFolder } from './folder.ts';

/** Keeps what the run folder gets besides record, checkpoint and history. */
export interface Recorder {
  afterEpoch?(epoch: Epoch): void;
  /** Writes what was recorded so far. */
  write(checkpoint: Checkpoint): Promise<void>;
}

/** Event files for TensorBoard. */
function eventRecorder(folder: RunFolder, date: string): Recorder {
  const began = Date.parse(date) / 1000;
  return {
    async write({ epochs, state }) {
      const { eventFile } = await import('./tensorboard.ts');
      const { name, data } = eventFile([...epochs], began, state.progress.milliseconds / 1000);
      await folder.write(name, data);
    },
  };
}

/** Histograms of the weights; those of epochs that a resumed run does again are forgotten. */
async function histogramRecorder(
  context: Context,
  folder: RunFolder,
  training: Training,
  from: Checkpoint | undefined,
): Promise<Recorder> {
  const { HISTOGRAMS, readHistograms, WeightHistograms } = await import('../figures/weightHistograms.ts');
  const done = from?.state.progress.epoch ?? 0;
  const before = from ? await readHistograms(context, folder.path) : [];
  const found = new WeightHistograms(
    training.setup.epochs,
    before.filter(({ epoch }) => epoch < done),
  );
  return {
    afterEpoch: ({ epoch }) => found.record(epoch, training),
    write: () => folder.write(HISTOGRAMS, found.text),
  };
}

/** What the options of a run ask to record. */
export async function recordersOf(
  context: Context,
  folder: RunFolder,
  o: TrainOptions,
  {
    training,
    date,
    from,
  }: { readonly training?: Training; readonly date: string; readonly from?: Checkpoint },
): Promise<Recorder[]> {
  const recorders: Recorder[] = [];
  if (o.tensorboard) recorders.push(eventRecorder(folder, date));
  if (training && o.histograms) recorders.push(await histogramRecorder(context, folder, training, from));
  return recorders;
}

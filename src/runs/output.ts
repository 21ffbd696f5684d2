import type { Judged } from '../baselines/judge.ts';
import { usageError } from '../errors.ts';
import type { Case } from '../explain/diagnosis/define.ts';
import type { Context } from '../host/context.ts';
import { checkModelPath } from '../inputs/modelFile.ts';
import { HISTORY } from '../inputs/runFiles.ts';
import { modelPathOf } from '../inputs/runRecord.ts';
import type { RunRecord } from '../inputs/runRecord.ts';
import { inScopes, outputOf, valuesOf } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import type { TrainOptions } from '../options/train.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { parametersOf } from '../network/parameters.ts';
import type { Json } from '../report/result.ts';
import type { FurtherFile } from '../tasks/dataset.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import type { Epoch } from '../train/events.ts';
import type { Setup } from '../train/setup.ts';
import type { Training } from '../train/training.ts';
import type { Intervals } from '../util/significance.ts';
import { snakeKeys } from '../util/snakeCase.ts';
import type { Prepared } from './decide.ts';
import { RunFolder } from './folder.ts';
import type { Outcome } from './outcome.ts';
import type { Resumed } from './resume.ts';

/** A run that is about to begin or to be resumed. */
export interface Started {
  readonly spec: RunSpec;
  readonly o: TrainOptions;
  readonly prepared: Prepared;
  /** Absent where several networks are trained side by side. */
  readonly training?: Training;
  /** What the run is said to train, and how many parameters it has, where that is not the network of `prepared`. */
  readonly network?: string;
  readonly parameters?: number;
  /** Name of the kernels. */
  readonly kernels: string;
  readonly resumed: Resumed | undefined;
}

/** Keeps what the run folder gets besides record, checkpoint and history. */
interface Recorder {
  afterEpoch?(epoch: Epoch): void;
  /** Writes what was recorded so far. */
  write(checkpoint: Checkpoint): Promise<void>;
}

/**
 * Checks before an hour of work that everything may be written. A resumed run writes its own files anew, and
 * no others.
 *
 * @throws NnError('usage') for a file that exists, and for options that need a run folder where there is none
 */
export async function checkPlaces(
  context: Context,
  spec: RunSpec,
  resumed: Resumed | undefined,
): Promise<void> {
  const o = valuesOf(spec);
  const output = outputOf(spec);
  const replaces = (path: string) => ({ replace: resumed?.own.has(path) ?? false });
  if (output !== undefined) await checkModelPath(context, output, replaces(output));
  if (o.history !== undefined && o.history !== '-')
    await context.files.checkWritable(o.history, replaces(o.history));
  for (const name of ['tensorboard', 'histograms'] as const) {
    if (!o[name] || output === undefined || o.run !== undefined) continue;
    throw usageError(`--${name} writes into the run folder, and with -o there is none`, {
      hint: '--run FOLDER names one',
    });
  }
}

const recordedFile = ({ source, digest }: FurtherFile) => ({
  source,
  ...(digest !== undefined && { sha256: digest }),
});

/** Every choice of a run as run.json has it; JSON has null for the batch of all rows, which is infinite. */
function choicesJson(setup: Setup): Record<string, Json> {
  const { random: _, spec: __, ...choices } = setup;
  return JSON.parse(JSON.stringify(snakeKeys(choices))) as Record<string, Json>;
}

function recordOf(context: Context, started: Started): RunRecord {
  const { spec, prepared: p, kernels, resumed } = started;
  const { setup, digest } = p;
  const { network = formatLayers(setup.spec), parameters = parametersOf(setup.spec).size } = started;
  return {
    nn: context.version,
    spec: { source: spec.source, options: inScopes(spec.options, ['run', 'machine', 'place']) },
    state: 'running',
    ...(resumed?.record.early && { early: true }),
    date: resumed?.record.date ?? context.clock.today(),
    data: {
      source: p.source,
      rows: p.rows,
      ...(digest !== undefined && { sha256: digest }),
      ...Object.fromEntries((p.further ?? []).map((file) => [file.option, recordedFile(file)])),
    },
    target: p.preprocessing.target.name,
    network,
    parameters,
    seed: setup.seed,
    dtype: context.global.dtype,
    kernels,
    setup: choicesJson(setup),
  };
}

/**
 * The folder of a run: that of a resumed one, the one of --run, or a new one; none where -o alone is given.
 */
async function folderOf({ files }: Context, { spec, o, prepared, resumed }: Started) {
  if (resumed) return resumed.folder;
  if (o.run !== undefined) await files.createFolder(o.run);
  const path =
    o.run ?? (outputOf(spec) === undefined ? await files.createRunFolder(prepared.name) : undefined);
  return path === undefined ? undefined : new RunFolder(files, path);
}

/** Event files for TensorBoard. */
function eventRecorder(folder: RunFolder, date: string): Recorder {
  const began = Date.parse(date) / 1000;
  return {
    async write({ epochs, state }) {
      const { eventFile } = await import('./tensorboard.ts');
      const { name, data } = eventFile(epochs, began, state.progress.milliseconds / 1000);
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

/**
 * Everything that a training run writes: its model, and in its folder record, checkpoint, history and
 * recordings.
 */
export class RunOutput {
  readonly folder: RunFolder | undefined;
  /** Where the model goes. */
  readonly modelPath: string;
  readonly #context: Context;
  readonly #record: RunRecord;
  readonly #recorders: readonly Recorder[];
  readonly #resumed: Resumed | undefined;
  readonly #o: TrainOptions;
  /** True when a checkpoint is there to resume from. */
  #saved: boolean;

  private constructor(
    context: Context,
    { spec, o, resumed }: Started,
    {
      folder,
      record,
      recorders,
    }: { folder: RunFolder | undefined; record: RunRecord; recorders: Recorder[] },
  ) {
    this.#context = context;
    this.#o = o;
    this.#resumed = resumed;
    this.#record = record;
    this.#recorders = recorders;
    this.#saved = resumed?.checkpoint !== undefined;
    this.folder = folder;
    this.modelPath = modelPathOf(folder?.path ?? '.', spec);
  }

  /** Makes the folder and writes that the run is running. */
  static async open(context: Context, started: Started): Promise<RunOutput> {
    const { o, training, resumed } = started;
    const folder = await folderOf(context, started);
    const record = recordOf(context, started);
    await folder?.writeRecord(record);
    const recorders: Recorder[] = [];
    if (folder && o.tensorboard) recorders.push(eventRecorder(folder, record.date));
    if (folder && training && o.histograms)
      recorders.push(await histogramRecorder(context, folder, training, resumed?.checkpoint));
    return new RunOutput(context, started, { folder, record, recorders });
  }

  /** Seconds between two checkpoints; 0: none. */
  get checkpointing(): number {
    return this.folder ? this.#o.checkpoint : 0;
  }

  afterEpoch(epoch: Epoch): void {
    for (const recorder of this.#recorders) recorder.afterEpoch?.(epoch);
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    await this.folder?.writeCheckpoint(checkpoint);
    for (const recorder of this.#recorders) await recorder.write(checkpoint);
    this.#saved = true;
  }

  /** A resumed run that failed is again what it was before; a new one without a checkpoint leaves nothing. */
  async fail(): Promise<void> {
    const left =
      this.#resumed?.record ?? (this.#saved ? { ...this.#record, state: 'failed' as const } : undefined);
    if (left) await this.folder?.writeRecord(left);
    else if (this.folder) await this.#context.files.removeFolder(this.folder.path);
  }

  /** The run ended before there was a model: what it has is kept to be resumed. */
  async interrupt(): Promise<void> {
    await this.folder?.writeRecord({ ...this.#record, state: 'interrupted', reason: 'interrupted' });
  }

  /** Writes model and history first, and last that the run is finished. */
  async finish(
    {
      facts,
      model,
      history,
      baselines,
      intervals = {},
    }: Pick<Outcome, 'facts' | 'model' | 'history'> & {
      readonly baselines?: Judged | undefined;
      readonly intervals?: Intervals | undefined;
    },
    { reason }: { readonly reason: string },
    { last, ms, known }: { last?: Checkpoint; ms: number; known?: Omit<Case, 'history'> },
  ): Promise<void> {
    const { files } = this.#context;
    const own = (path: string) => this.#resumed?.own.has(path) ?? false;
    const inFolder = outputOf(this.#record.spec) === undefined;
    const replace = inFolder ? this.#resumed !== undefined : own(this.modelPath);
    await files.write(this.modelPath, model, { replace });
    const { history: to } = this.#o;
    if (to !== undefined && to !== '-') await files.write(to, history(), { replace: own(to) });
    if (!this.folder) return;
    await this.folder.write(HISTORY, history());
    if (last && this.checkpointing > 0) await this.save(last);
    else if (last) for (const recorder of this.#recorders) await recorder.write(last);
    await this.folder.writeRecord({
      ...this.#record,
      state: reason === 'interrupted' ? 'interrupted' : 'finished',
      reason,
      milliseconds: Math.round(ms),
      result: facts,
      ...(Object.keys(intervals).length > 0 && { intervals }),
      ...(baselines && { baselines }),
      ...(known && { facts: known }),
    });
  }
}

import type { Judged } from '../baselines/judge.ts';
import { NnError } from '../errors.ts';
import type { Case } from '../explain/diagnosis/define.ts';
import type { Context } from '../host/context.ts';
import { HISTORY, RECORD } from '../inputs/runFiles.ts';
import type { RunRecord } from '../inputs/runRecord.ts';
import { outputOf, stored } from '../options/spec.ts';
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
import type { Diverged } from './diverged.ts';
import { RunFolder } from './folder.ts';
import { ModelPlace } from './modelPlace.ts';
import type { Outcome } from './outcome.ts';
import { recordersOf } from './recorders.ts';
import type { Recorder } from './recorders.ts';
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
    spec: stored(spec),
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

/** What a run leaves, and what is known about it when it ends. */
type Ending = Pick<Outcome, 'facts' | 'model' | 'history'> & {
  readonly baselines?: Judged | undefined;
  readonly intervals?: Intervals | undefined;
};

/** What is written last: milliseconds, and what nn diagnose goes by. */
interface Course {
  readonly ms: number;
  readonly known?: Omit<Case, 'history'> | undefined;
}

/**
 * Everything that a training run writes: its model, and in its folder record, checkpoint, history and
 * recordings.
 */
export class RunOutput {
  readonly folder: RunFolder | undefined;
  readonly #context: Context;
  readonly #record: RunRecord;
  readonly #recorders: readonly Recorder[];
  readonly #resumed: Resumed | undefined;
  readonly #o: TrainOptions;
  readonly #model: ModelPlace;
  /** True when there is something to resume from. */
  #saved: boolean;
  /** True when trained members are there. */
  #members = false;

  private constructor(
    context: Context,
    { spec, o, resumed }: Started,
    { folder, record, recorders }: Pick<RunOutput, 'folder'> & { record: RunRecord; recorders: Recorder[] },
  ) {
    this.#context = context;
    this.#o = o;
    this.#resumed = resumed;
    this.#record = record;
    this.#recorders = recorders;
    this.#saved = resumed?.checkpoint !== undefined;
    this.folder = folder;
    this.#model = new ModelPlace(context, { spec, folder, resumed });
  }

  /** Makes the folder, takes it for this process, and writes that the run is running. */
  static async open(context: Context, started: Started): Promise<RunOutput> {
    const { o, training, resumed } = started;
    context.clock.interrupt.heed();
    const folder = await folderOf(context, started);
    try {
      // A resumed run has it since it was read.
      if (!resumed) await folder?.lock();
      const record = recordOf(context, started);
      await folder?.writeRecord(record);
      const { date } = record;
      const from = resumed?.checkpoint;
      const recorders = folder
        ? await recordersOf(context, folder, o, {
            ...(training && { training }),
            date,
            ...(from && { from }),
          })
        : [];
      return new RunOutput(context, started, { folder, record, recorders });
    } catch (error) {
      if (folder && !resumed) await context.files.removeFolder(folder.path).catch(() => {});
      throw error;
    }
  }

  /** True when the run can be resumed from what is in its folder. */
  get #resumable(): boolean {
    return this.#saved || this.#members;
  }

  /** Where the model goes. */
  get modelPath(): string {
    return this.#model.path;
  }

  /** Seconds between two checkpoints; 0: none. */
  get checkpointing(): number {
    return this.folder ? this.#o.checkpoint : 0;
  }

  afterEpoch(epoch: Epoch): void {
    for (const recorder of this.#recorders) recorder.afterEpoch?.(epoch);
  }

  /** @param bare the model so far, kept elsewhere where the checkpoint cannot be written and there is no other */
  async save(checkpoint: Checkpoint, bare: () => Uint8Array): Promise<void> {
    await this.folder
      ?.writeCheckpoint(checkpoint)
      .catch((error: unknown) => this.#model.rescue(error, bare, this.#resumable));
    this.#saved = true;
    for (const recorder of this.#recorders) await recorder.write(checkpoint);
  }

  /** A member of an ensemble is in the folder, and need not be trained again. */
  kept(): void {
    this.#members = true;
  }

  /**
   * Does what may fail; then what there is stays, and a new run of which there is nothing leaves nothing.
   *
   * @param left what is there to be diagnosed then
   */
  async guard<T>(work: () => Promise<T>, left?: () => Promise<Diverged | undefined>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.#fail(error, left).catch(() => {});
      await this.folder?.unlock();
      throw error;
    }
  }

  async #fail(error: unknown, leaves: (() => Promise<Diverged | undefined>) | undefined): Promise<void> {
    const diverged = await leaves?.().catch(() => undefined);
    // Members that were trained are of use unless one diverges, which it would do again.
    const members = this.#members && !(error instanceof NnError && error.kind === 'failed');
    const keep = this.#saved || this.#model.written || members || diverged !== undefined;
    const failed = { ...this.#record, state: 'failed' as const, ...(diverged && { facts: diverged.known }) };
    const before = this.#resumed?.bytes;
    if (diverged && !this.#resumed) await this.folder?.write(HISTORY, diverged.history);
    if (before) await this.folder?.write(RECORD, before);
    else if (keep) await this.folder?.writeRecord(failed);
    else if (this.folder) await this.#context.files.removeFolder(this.folder.path);
  }

  /** The run ended before there was a model: what it has is kept to be resumed. */
  async interrupt(): Promise<void> {
    await this.folder?.writeRecord({ ...this.#record, state: 'interrupted', reason: 'interrupted' });
    await this.folder?.unlock();
  }

  /**
   * Keeps what was trained before anything is made of it that might fail or take long: a checkpoint, or where there
   * is none the model without what is known about it.
   */
  secure(bare: () => Uint8Array, last?: Checkpoint): Promise<void> {
    return this.guard(async () => {
      if (last && this.checkpointing > 0) await this.save(last, bare);
      else if (!this.#resumable) await this.#model.write(bare(), false);
    });
  }

  /** Writes model and history, before anything is explained. */
  async write({ model, history }: Pick<Ending, 'model' | 'history'>, last?: Checkpoint): Promise<void> {
    await this.#model.write(model, this.#resumable);
    const { history: to } = this.#o;
    const replace = to !== undefined && (this.#resumed?.own.has(to) ?? false);
    if (to !== undefined && to !== '-') await this.#context.files.write(to, history(), { replace });
    if (!this.folder) return;
    await this.folder.write(HISTORY, history());
    // With checkpoints they were written when training ended.
    if (last && this.checkpointing === 0) for (const recorder of this.#recorders) await recorder.write(last);
  }

  /** Writes last, when everything else is written, that the run is finished. */
  finish(ending: Ending, why: { readonly reason: string }, course: Course): Promise<void> {
    return this.guard(async () => {
      await this.folder?.writeRecord(this.#finished(ending, why, course));
      await this.folder?.unlock();
    });
  }

  #finished(
    { facts, baselines, intervals = {} }: Ending,
    { reason }: { readonly reason: string },
    { ms, known }: Course,
  ): RunRecord {
    const { spec } = this.#record;
    const output = outputOf(spec) === undefined ? {} : { output: this.#model.path };
    return {
      ...this.#record,
      spec: { ...spec, options: { ...spec.options, ...output } },
      state: reason === 'interrupted' ? 'interrupted' : 'finished',
      reason,
      milliseconds: Math.round(ms),
      result: facts,
      ...(Object.keys(intervals).length > 0 && { intervals }),
      ...(baselines && { baselines }),
      ...(known && { facts: known }),
    };
  }
}

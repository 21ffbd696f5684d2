import { failure, inputError } from '../errors.ts';
import { withGlobal } from '../host/context.ts';
import type { Context } from '../host/context.ts';
import type { RunRecord } from '../inputs/runRecord.ts';
import { globalsOf, valuesOf } from '../options/spec.ts';
import type { TrainOptions } from '../options/train.ts';
import { prepare } from './decide.ts';
import type { Prepared } from './decide.ts';
import type { RunFolder } from './folder.ts';
import { begin, runTraining } from './loop.ts';
import { measurementOf } from './measurement.ts';
import { backendFor, outcomeOf } from './outcome.ts';
import { changedFile } from './sameData.ts';
import { shellWord } from '../util/shell.ts';
import { EpochLog } from '../train/epochLog.ts';
import { asStored } from './storedRun.ts';

/** How a repeated run compares with the stored one. */
export interface Comparison {
  /** Whether the model has the same bytes. */
  readonly model: boolean;
  /** Whether the history has the same bytes. */
  readonly history: boolean;
  /** Milliseconds of training. */
  readonly milliseconds: number;
}

const sameBytes = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** @throws NnError('input') for a run whose result does not follow from its options */
function checkComparable({ state, reason }: RunRecord, { path }: RunFolder): void {
  if (state !== 'finished') {
    throw inputError(`this run is not finished but ${state}; there is nothing to compare with`, {
      where: { source: path },
      hint: `nn train --resume ${shellWord(path)}`,
    });
  }
  if (reason === 'time limit') {
    throw inputError('this run was ended by its time limit: how far it comes depends on the machine', {
      where: { source: path },
      hint: `nn replay ${shellWord(path)} repeats it without comparing`,
    });
  }
}

/** @throws NnError('failed') when the data is not what the run was trained on */
function checkUnchanged({ data }: RunRecord, prepared: Prepared): void {
  const changed = changedFile(data, prepared);
  if (!changed) return;
  throw failure('the data is not what this run was trained on', {
    hint: `${changed.source}: its SHA-256 was ${changed.was}, it is ${changed.is}`,
  });
}

/** The same for a run that trained several networks side by side: an ensemble, or the best of candidates. */
async function verifyEnsemble(
  world: Context,
  folder: RunFolder,
  record: RunRecord,
  o: TrainOptions,
): Promise<Comparison> {
  const began = world.clock.now();
  const check = (prepared: Prepared) => checkUnchanged(record, prepared);
  const { bytes, history } = o.best
    ? await (await import('./best/run.ts')).repeatBest(world, record.spec, check)
    : await (await import('./ensemble/run.ts')).repeatEnsemble(world, record.spec.source, o, check);
  return {
    model: sameBytes(bytes, await folder.modelBytes(record)),
    history: sameBytes(new TextEncoder().encode(history()), await folder.historyBytes()),
    milliseconds: world.clock.now() - began,
  };
}

/**
 * Repeats a run in memory and compares its model and history with the stored ones, bit by bit. Writes
 * nothing.
 */
export async function verify(context: Context, folder: RunFolder, record: RunRecord): Promise<Comparison> {
  checkComparable(record, folder);
  const { spec } = record;
  const o = valuesOf(spec);
  const world = withGlobal(context, globalsOf(spec));
  if (o.best || o.ensemble !== undefined) return verifyEnsemble(world, folder, record, o);
  const read = await prepare(world, spec.source, o);
  const prepared = asStored(record, read);
  checkUnchanged(record, prepared);
  const backend = await backendFor(world, prepared);
  if (backend.name !== record.kernels) {
    context.screen.warn(`the run used the kernels ${record.kernels}, this machine has ${backend.name}`);
  }
  const log = new EpochLog();
  const { finished, last } = await runTraining(world, begin(world, prepared, backend, undefined), {
    epochs: log,
    logEvery: o.logEvery,
    checkpointEvery: 0,
    save: async () => {},
  });
  const whole = { prepared, epochs: [...log], finished };
  const trained =
    o.prune === undefined ? whole : await (await import('./prune.ts')).pruneAndTune(world, whole, backend, o);
  const { model, history } = outcomeOf(trained.prepared, trained.epochs, trained.finished, {
    logEvery: o.logEvery,
    dtype: world.global.dtype,
    measurement: measurementOf(trained.prepared, trained.finished, backend),
    early: record.early,
  });
  return {
    model: sameBytes(model, await folder.modelBytes(record)),
    history: sameBytes(new TextEncoder().encode(history()), await folder.historyBytes()),
    milliseconds: last.state.progress.milliseconds,
  };
}

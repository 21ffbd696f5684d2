import { inputError, usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { RECORD } from '../inputs/runFiles.ts';
import type { RunRecord } from '../inputs/runRecord.ts';
import type { Given, OptionSpecs } from '../options/define.ts';
import { globalOptions } from '../options/globals.ts';
import { inScopes } from '../options/spec.ts';
import type { GivenOptions, RunSpec } from '../options/spec.ts';
import { trainOptions } from '../options/train.ts';
import { optionValues } from '../options/values.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import { flagOf } from '../util/flag.ts';
import { count } from '../util/quantity.ts';
import { shellWord } from '../util/shell.ts';
import type { Prepared } from './decide.ts';
import { RunFolder } from './folder.ts';
import { changedFile } from './sameData.ts';
import { counted } from '../util/plural.ts';
import { checkTrust, writtenBy } from './trust.ts';

/** Where a run is resumed: its folder, what it was, and its last checkpoint. */
export interface Resumed {
  readonly folder: RunFolder;
  readonly record: RunRecord;
  /** run.json as it stands, to be put back where going on fails. */
  readonly bytes: Uint8Array | undefined;
  readonly checkpoint: Checkpoint | undefined;
  /** Files outside the folder that it began with, which it may write anew. */
  readonly own: ReadonlySet<string>;
}

/** A run as it is to be resumed: what it was, with the options given now. */
export interface Continuation {
  readonly spec: RunSpec;
  readonly resumed: Resumed;
}

const specs: OptionSpecs = { ...trainOptions, ...globalOptions };

/** A value as a text that is the same for equal values. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Map) return [...part];
    return typeof part === 'number' ? String(part) : part;
  }) ?? '';

/**
 * @param all no option of the run may change: its members are each trained from their beginning to their end
 * @throws NnError('usage') for the first option with another value that would make it another run
 */
function checkSame(before: GivenOptions, now: GivenOptions, all = false): void {
  const [old, found] = [optionValues(specs, before), optionValues(specs, now)];
  const fixed = (key: string) =>
    specs[key].fixedOnResume || key === 'run' || (all && (specs[key].scope ?? 'run') === 'run');
  const changed = Object.keys(now).find((key) => fixed(key) && textOf(old[key]) !== textOf(found[key]));
  if (changed === undefined) return;
  throw usageError(`${flagOf(changed)} is not what this run began with, and cannot change`, {
    hint: 'data, network and seed stay as they are, or it would not be the same run; train anew to change them',
  });
}

/** @throws NnError('usage') when fewer epochs are asked for than the run has done */
function checkEpochs({ epochs }: GivenOptions, { state }: Checkpoint, folder: string): void {
  const done = state.progress.epoch;
  if (epochs === undefined || Number(epochs) >= done) return;
  throw usageError(`--epochs ${String(epochs)}: this run has done ${counted(done, 'epoch')} already`, {
    hint: `nn train --resume ${shellWord(folder)} --epochs ${done + Number(epochs)} trains ${String(epochs)} more`,
  });
}

/**
 * Reads what a run was, and puts the options given now on top of its own.
 *
 * @throws NnError('input') when the folder is not that of a run, NnError('usage') for options that cannot
 *   change
 */
export async function continuation(context: Context, path: string, given: Given): Promise<Continuation> {
  const folder = new RunFolder(context.files, path, context.global);
  await folder.record();
  await folder.lock();
  const record = await folder.record();
  const bytes = await folder.read(RECORD);
  const checkpoint = await folder.checkpoint();
  const before = inScopes(record.spec.options, ['run', 'machine', 'place']);
  const { resume: _, trust, ...now } = given;
  if (before.ensemble !== undefined || before.best === true) checkSame(before, now, true);
  else if (checkpoint) {
    checkSame(before, now);
    checkEpochs(now, checkpoint, path);
    const { epoch, row } = checkpoint.state.progress;
    context.screen.note(`resumes at epoch ${epoch}${row > 0 ? `, row ${count(row)}` : ''}`);
  } else context.screen.note('this run has no checkpoint yet: it begins anew');
  const options = { ...before, ...now };
  const stored = writtenBy(before);
  const writes = writtenBy(options).filter((file) => stored.includes(file) && !writtenBy(now).includes(file));
  await checkTrust(context, record, { into: path, writes, trusted: trust === true });
  return {
    spec: { ...record.spec, options },
    // What run.json names is its own only for who trusts it; what the command line names is replaced with --force.
    resumed: { folder, record, bytes, checkpoint, own: new Set(trust === true ? stored : []) },
  };
}

/** Says that a run is resumed by other kernels than it began with: its last digits will be others. */
export function noteKernels(
  { screen }: Pick<Context, 'screen'>,
  { record }: Resumed,
  { name }: Backend,
): void {
  if (name !== record.kernels)
    screen.warn(
      `this run began with the kernels ${record.kernels}; with ${name} it will not end in the bits that it would have had`,
    );
}

/** The command that resumes a run. */
export const resumeCommand = (folder: string, { options }: RunSpec): string =>
  `nn train --resume ${shellWord(folder)}${writtenBy(options).length > 0 ? ' --trust' : ''}`;

/** @throws NnError('input') unless a resumed run has the data that it began with */
export function checkSameData({ record }: Resumed, prepared: Prepared): void {
  const changed = changedFile(record.data, prepared);
  if (!changed) return;
  throw inputError('the data is not what this run began with', {
    where: { source: changed.source },
    hint: `its SHA-256 was ${changed.was}; put the old file back, or begin a new run`,
  });
}

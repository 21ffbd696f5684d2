import { inputError, usageError } from '../errors.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import { flagOf } from '../util/flag.ts';
import { count } from '../util/quantity.ts';
import type { Context } from '../host/context.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Prepared } from './decide.ts';
import { readCheckpoint, readRecord } from './folder.ts';
import type { RunRecord } from './folder.ts';

/** Where a run goes on: its folder, what it was, and its last checkpoint. */
export interface Resumed {
  readonly folder: string;
  readonly record: RunRecord;
  readonly checkpoint: Checkpoint | undefined;
  /** Files besides the folder that it began with, which it may write anew. */
  readonly own: ReadonlySet<string>;
}

/** A run as it is to go on: its data, and its options with those given now. */
export interface Continuation {
  readonly context: Context;
  readonly argument: string | undefined;
  readonly options: TrainOptions;
  readonly resumed: Resumed;
}

/** Options that say what is learned, from what, by what measure and where: with another one it would not be the same run. */
const FIXED = [
  ...(['layers', 'model', 'activation', 'outputActivation', 'init', 'loss', 'optimizer', 'nnfs'] as const),
  ...(['target', 'labels', 'image', 'stream', 'streamRows', 'drop', 'features', 'oneHot', 'bins'] as const),
  ...(['task', 'tokens', 'window', 'horizon', 'text', 'time', 'standardize', 'validationSplit'] as const),
  ...(['group', 'classWeight', 'sampleWeight', 'augment', 'monitor', 'run'] as const),
] satisfies readonly (keyof TrainOptions)[];
const FIXED_GLOBALS = ['seed', 'dtype'] as const;

type Values = Readonly<Record<string, unknown>>;

/** Throws a usage error for the first of some options that is not what it was. */
function checkSame(names: readonly string[], before: Values, now: Values): void {
  const changed = names.find((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  if (changed === undefined) return;
  throw usageError(`${flagOf(changed)} is not what this run began with, and cannot change`, {
    hint: 'data, network and seed stay as they are, or it would not be the same run; train anew to change them',
  });
}

/** Reads what a run was and puts the words given now behind its own. Throws input and usage errors. */
export async function continuation(context: Context, folder: string): Promise<Continuation> {
  const record = await readRecord(context, folder);
  await context.files.removeStale(folder);
  const checkpoint = await readCheckpoint(context, folder);
  const now = context.argv.slice(1);
  const at = now.findIndex((word) => word === '--resume' || word.startsWith('--resume='));
  now.splice(at, now[at] === '--resume' ? 2 : 1);
  const before = await context.again(record.arguments);
  const again = await context.again([...record.arguments, ...now]);
  const options = again.options as unknown as TrainOptions;
  if (checkpoint) {
    checkSame(FIXED, before.options, again.options);
    checkSame(FIXED_GLOBALS, { ...before.context.global }, { ...again.context.global });
    const { epoch, row } = checkpoint.state.progress;
    context.screen.note(`goes on at epoch ${epoch}${row > 0 ? `, row ${count(row)}` : ''}`);
  } else context.screen.note('this run has no checkpoint yet: it begins anew');
  const own = [before.context.global.output, before.options.history];
  return {
    context: again.context,
    argument: again.args[0],
    options,
    resumed: {
      folder,
      record,
      checkpoint,
      own: new Set(own.filter((path): path is string => typeof path === 'string')),
    },
  };
}

/** Throws an input error unless a run that goes on has the data that it began with. */
export function checkSameData({ record }: Resumed, { digest: found, source }: Prepared): void {
  const digest = record.data.sha256;
  if (digest === undefined || digest === found) return;
  throw inputError('the data is not what this run began with', {
    where: { source },
    hint: `its SHA-256 was ${digest}; put the old file back, or begin a new run`,
  });
}

import { inputError } from '../errors.ts';
import type { Case } from '../explain/diagnosis/define.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../train/checkpoint.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import type { Json } from '../report/result.ts';
import type { Files } from '../host/files.ts';
import { CHECKPOINT, fileIn, RECORD } from '../inputs/runFiles.ts';

interface Port {
  readonly files: Files;
}

/** How far a run came. */
export type RunState = 'running' | 'finished' | 'interrupted' | 'failed';

/** What run.json says about a run: enough to list it, to go on with it and to repeat it. */
export interface RunRecord {
  readonly nn: string;
  /** The words of the command line after `nn`. */
  readonly arguments: readonly string[];
  readonly state: RunState;
  /** Why it ended. */
  readonly reason?: string;
  readonly date: string;
  readonly data: { readonly source: string; readonly rows: number; readonly sha256?: string };
  readonly target: string;
  readonly network: string;
  readonly parameters: number;
  readonly seed: number;
  readonly dtype: string;
  readonly kernels: string;
  /** Every choice as it was made. */
  readonly setup: Readonly<Record<string, Json>>;
  readonly milliseconds?: number;
  readonly result?: Readonly<Record<string, string | number | boolean | null>>;
  /** What nn diagnose goes by, beside the history. */
  readonly facts?: Omit<Case, 'history'>;
}

/** Writes run.json; a reader sees the old one or the new one, never half of it. */
export async function writeRecord({ files }: Port, folder: string, record: RunRecord): Promise<void> {
  await files.write(fileIn(folder, RECORD), `${JSON.stringify(record, null, 2)}\n`, {
    replace: true,
  });
}

/** Reads run.json. Throws an input error when the folder is not a run. */
export async function readRecord({ files }: Port, folder: string): Promise<RunRecord> {
  const path = fileIn(folder, RECORD);
  if (!(await files.exists(path))) {
    throw inputError('this is not the folder of a run: it has no run.json', {
      where: { source: folder },
      hint: 'nn runs lists the runs of this folder',
    });
  }
  const text = new TextDecoder().decode(await (await files.open(path)).bytes());
  try {
    const record = JSON.parse(text) as RunRecord;
    if (Array.isArray(record.arguments) && typeof record.state === 'string') return record;
  } catch {
    // Falls through to the error below.
  }
  throw inputError('this run.json cannot be read', {
    where: { source: path },
    hint: 'it was changed by hand, or is from another version',
  });
}

export async function writeCheckpoint(
  { files }: Port,
  folder: string,
  checkpoint: Checkpoint,
): Promise<void> {
  await files.write(fileIn(folder, CHECKPOINT), encodeCheckpoint(checkpoint), { replace: true });
}

/** The last checkpoint of a run, if it got as far as writing one. */
export async function readCheckpoint({ files }: Port, folder: string): Promise<Checkpoint | undefined> {
  const path = fileIn(folder, CHECKPOINT);
  if (!(await files.exists(path))) return undefined;
  return decodeCheckpoint(await (await files.open(path)).bytes(), path);
}

import { inputError } from '../errors.ts';
import type { Case } from '../explain/diagnosis/define.ts';
import type { Files } from '../host/files.ts';
import { outputOf, parseSpec, specFrom } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import type { Json } from '../report/result.ts';
import { fileIn, MODEL, RECORD } from './runFiles.ts';

/** How far a run came. */
export type RunState = 'running' | 'finished' | 'interrupted' | 'failed';

/** A file as a run keeps it. */
interface RecordedFile {
  readonly source: string;
  readonly sha256?: string;
}

/** What run.json says about a run: enough to list it, to resume it and to repeat it. */
export interface RunRecord {
  readonly nn: string;
  readonly spec: RunSpec;
  readonly state: RunState;
  /** Why it ended. */
  readonly reason?: string;
  readonly date: string;
  /** It began in 0.1.0, whose models say nothing about their rows: its model stays what it was to the bit. */
  readonly early?: true;
  readonly data: RecordedFile & {
    readonly rows: number;
    /** Files of the rows that validate and test, where they are files of their own. */
    readonly validation?: RecordedFile;
    readonly test?: RecordedFile;
  };
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

/** run.json: the specification in its first lines. Before 0.2 it held the words of the command line. */
type Stored = Omit<RunRecord, 'spec'> & Partial<RunSpec> & { readonly arguments?: readonly string[] };

/** The text of run.json. */
export function recordText({ nn, spec, ...more }: RunRecord): string {
  return `${JSON.stringify({ nn, ...spec, ...more }, null, 2)}\n`;
}

async function specOf({ arguments: words, source, options }: Stored): Promise<RunSpec | undefined> {
  return Array.isArray(words) ? parseSpec(words) : specFrom(source, options);
}

/**
 * Reads run.json.
 *
 * @throws NnError('input') when the folder is not that of a run
 */
export async function readRecord(files: Files, folder: string): Promise<RunRecord> {
  const path = fileIn(folder, RECORD);
  if (!(await files.exists(path))) {
    throw inputError('this is not the folder of a run: it has no run.json', {
      where: { source: folder },
      hint: 'nn runs lists the runs of this folder',
    });
  }
  const text = new TextDecoder().decode(await (await files.open(path)).bytes());
  try {
    const stored = JSON.parse(text) as Stored;
    const spec = await specOf(stored);
    const { arguments: _, source: __, options: ___, ...more } = stored;
    if (spec && typeof stored.state === 'string')
      return { ...more, spec, ...(stored.arguments && { early: true }) };
  } catch {
    // Falls through to the error below.
  }
  throw inputError('this run.json cannot be read', {
    where: { source: path },
    hint: 'it was changed by hand, or is from another version',
  });
}

/** Where a run put its model: into its folder, or where -o says. */
export const modelPathOf = (folder: string, spec: RunSpec): string => outputOf(spec) ?? fileIn(folder, MODEL);

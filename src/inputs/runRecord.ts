import type { InferOutput } from 'valibot';
import { inputError, NnError } from '../errors.ts';
import type { Judged } from '../baselines/judge.ts';
import type { Case } from '../explain/diagnosis/define.ts';
import type { Files } from '../host/files.ts';
import type { Origin } from '../options/origin.ts';
import { outputOf, parseSpec, specFrom } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import { presentFacts } from '../model/trainingFacts.ts';
import type { TrainingFacts } from '../model/trainingFacts.ts';
import type { Json } from '../report/result.ts';
import { isRecord } from '../util/guards.ts';
import type { Intervals } from '../util/significance.ts';
import { camelCase, snakeCase, snakeKeys } from '../util/snakeCase.ts';
import { readStored, unfitStored } from '../util/stored.ts';
import type { StoredPlace } from '../util/stored.ts';
import { recordSchema } from './storedRecord.ts';
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
  /** Every choice as it was made, by the names of run.json. */
  readonly setup: Readonly<Record<string, Json>>;
  readonly milliseconds?: number;
  /** By the names of JSON, as in the model. */
  readonly result?: TrainingFacts;
  /** Of its figures of the rows held back, by their names. */
  readonly intervals?: Intervals;
  /** The network beside answers without one. */
  readonly baselines?: Judged;
  /** What nn diagnose goes by, beside the history. */
  readonly facts?: Omit<Case, 'history'>;
}

const renamed = (record: object, rename: (name: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [rename(name), value as unknown]));

/** The text of run.json. */
export function recordText({ nn, spec: { source, options, origins }, facts, ...more }: RunRecord): string {
  const stored = {
    nn,
    source,
    options: renamed(options, snakeCase),
    ...(origins && { origins: origins.map((one) => ({ ...one, options: one.options.map(snakeCase) })) }),
    ...more,
    ...(facts && { facts: snakeKeys(facts) }),
  };
  return `${JSON.stringify(stored, null, 2)}\n`;
}

type Stored = InferOutput<typeof recordSchema>;

/** Options by their names in code. */
const withOwnNames = ({ source, options }: Origin): Origin => ({ source, options: options.map(camelCase) });

/** @throws NnError where its options are none of nn train */
async function specOf(
  { arguments: words, source, options, origins }: Stored,
  place: StoredPlace,
): Promise<RunSpec> {
  try {
    if (words) return await parseSpec(words);
  } catch (error) {
    throw unfitStored(place, `arguments: ${error instanceof NnError ? error.message : 'no command line'}`);
  }
  const found = specFrom(source, isRecord(options) ? renamed(options, camelCase) : options);
  if (found) return origins ? { ...found, origins: origins.map(withOwnNames) } : found;
  throw unfitStored(place, 'options: expected those of nn train, as they were given');
}

/** Choices by the names of today; those of 0.1.0 were in camelCase. */
const choicesOf = (setup: RunRecord['setup']): RunRecord['setup'] =>
  Object.fromEntries(
    Object.entries(setup).map(([name, value]) => [
      snakeCase(name),
      isRecord(value) ? (renamed(value, snakeCase) as Json) : value,
    ]),
  );

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
  const place = { source: path };
  const stored = readStored(recordSchema, text, place);
  const { arguments: words, source: _, options: __, origins: ___, result, ...more } = stored;
  return {
    ...more,
    spec: await specOf(stored, place),
    setup: choicesOf(stored.setup),
    ...(result && { result: presentFacts(result) }),
    ...(words && { early: true }),
  };
}

/** Where a run put its model: into its folder, or where -o says. */
export const modelPathOf = (folder: string, spec: RunSpec): string => outputOf(spec) ?? fileIn(folder, MODEL);

/**
 * run.json, and what became of the run: one whose process was killed says that it is running, and nobody has its folder.
 *
 * @throws NnError('input') when the folder is not that of a run
 */
export async function recordNow(files: Files, folder: string): Promise<RunRecord> {
  const record = await readRecord(files, folder);
  if (record.state !== 'running' || (await files.inUse(folder))) return record;
  return { ...record, state: 'interrupted' };
}

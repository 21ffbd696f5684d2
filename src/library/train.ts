import type { Table } from '../data/table.ts';
import { usageError } from '../errors.ts';
import { decodeModel } from '../model/file.ts';
import type { Model } from '../model/file.ts';
import type { Given } from '../options/define.ts';
import { withPreset } from '../options/preset.ts';
import { trainOptions } from '../options/train.ts';
import type { TrainOptions as TrainValues } from '../options/train.ts';
import { optionValues } from '../options/values.ts';
import { decide } from '../runs/decide.ts';
import { checkEnsemble } from '../runs/ensemble/check.ts';
import { usesFolds } from '../runs/ensemble/plan.ts';
import { measurementOf } from '../runs/measurement.ts';
import { outcomeOf } from '../runs/outcome.ts';
import { strayOption, taskNameFor } from '../tasks/choose.ts';
import type { Dataset, Origin } from '../tasks/dataset.ts';
import { reconstructionDataset } from '../tasks/reconstruction/dataset.ts';
import { seriesDataset } from '../tasks/series/dataset.ts';
import { tableDataset } from '../tasks/table/dataset.ts';
import { fit } from '../train/fit.ts';
import type { Finished, StopReason } from '../train/fit.ts';
import type { Epoch } from '../train/events.ts';
import { Training } from '../train/training.ts';
import { RandomState } from '../util/random.ts';
import { didYouMean } from '../util/suggest.ts';
import { openKernels } from './kernels.ts';
import type { KernelOptions } from './kernels.ts';
import type { LearningOptions } from './learningOptions.ts';
import { now, pause } from './machine.ts';
import { networkOf } from './network.ts';
import type { Network } from './network.ts';

/**
 * How a table is learned: the options of `nn train` by their names in camelCase, and what the program is told
 * meanwhile.
 */
export interface TrainOptions extends LearningOptions, KernelOptions {
  /** Seed of `numpy.random` that decides every random number, 0 … 2³²−1; 0 unless given. */
  readonly seed?: number | undefined;
  /** Is called after every epoch. */
  readonly onEpoch?: ((epoch: Epoch) => void) | undefined;
  /** Is told about rows and columns that are left out. */
  readonly onNote?: ((line: string) => void) | undefined;
  /** Stops after the step at hand; what was learned so far is returned. */
  readonly signal?: AbortSignal | undefined;
}

/** A trained model and how it came about. */
export interface Trained {
  /** The network with the weights of its best epoch, or of the last one, and the scaling and categories of its columns. */
  readonly model: Model;
  /** The network, without weights. */
  readonly network: Network;
  /** Figures of every epoch, in order. */
  readonly history: readonly Epoch[];
  /** The epoch whose weights the model has; undefined when not even one was done. */
  readonly best: Epoch | undefined;
  /** Why it ended. */
  readonly reason: StopReason;
  /** Updates done. */
  readonly steps: number;
}

type Dtype = 'float32' | 'float64';

/** Milliseconds that the thread is kept at most. */
const TURN = 30;

/** An option as the command line would have it. */
function textOf(value: unknown): unknown {
  if (value === Infinity) return 'full';
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? value.join(',') : value;
}

/**
 * Values of the options, with those of `nn train` where they are not given.
 *
 * @throws {NnError} `usage`
 */
function valuesOf(given: LearningOptions): TrainValues {
  const names = Object.keys(trainOptions);
  for (const name of Object.keys(given)) {
    if (!names.includes(name))
      throw usageError(`there is no option "${name}"`, { hint: didYouMean(name, names) });
  }
  const texts = Object.entries(given).map(([name, value]) => [name, textOf(value)]);
  return optionValues(trainOptions, withPreset(Object.fromEntries(texts) as Given));
}

/**
 * The rows of a table, encoded and divided as the options say.
 *
 * @throws {NnError} `input` and `usage`
 */
function datasetOf(
  table: Table,
  origin: Origin,
  random: RandomState,
  o: TrainValues,
  note: (line: string) => void,
): Dataset {
  const task = taskNameFor(o);
  const stray = strayOption(o, task);
  if (stray !== undefined) throw usageError(`option ${stray} is not for the task "${task}"`);
  if (o.validation !== undefined || o.test !== undefined)
    throw usageError('validation and test name files of the command line, and this is a table', {
      hint: 'give all rows in one table, and name the column that divides them: split',
    });
  switch (task) {
    case 'language':
      throw usageError('a language is learned from a text, and this is a table', {
        hint: 'nn train book.txt --task language',
      });
    case 'reconstruction':
      return reconstructionDataset(table, origin, random, o);
    case 'series':
      return seriesDataset(table, origin, o);
    default:
      return tableDataset(table, origin, random, o, note);
  }
}

/** Runs to the end, and lets other work run now and then. */
async function finish(
  events: ReturnType<typeof fit>,
  onEpoch: ((epoch: Epoch) => void) | undefined,
): Promise<{ epochs: Epoch[]; finished: Finished }> {
  const epochs: Epoch[] = [];
  let paused = now();
  for (;;) {
    const next = events.next();
    if (next.done) return { epochs, finished: next.value };
    if (next.value.kind === 'epoch') {
      epochs.push(next.value);
      onEpoch?.(next.value);
    }
    if (now() - paused < TURN) continue;
    await pause();
    paused = now();
  }
}

/** The same for an ensemble; its history is that of its members, one after the other. */
async function ensembleOf(
  table: Table,
  values: TrainValues,
  { seed, dtype, kernels, onEpoch, onNote, signal }: TrainOptions & { seed: number; dtype: Dtype },
): Promise<Trained> {
  checkEnsemble(values);
  const folds = usesFolds(values, taskNameFor(values) === 'series');
  const origin = { name: table.source, digest: undefined, dtype };
  const o = folds ? { ...values, validationSplit: 0 } : values;
  const dataset = datasetOf(table, origin, new RandomState(seed), o, (line) => onNote?.(line));
  const backend = await openKernels({ kernels, dtype });
  const { trainEnsemble } = await import('./ensemble.ts');
  const { members, outcome } = await trainEnsemble(dataset, values, folds, {
    ...{ seed, dtype, backend, onEpoch, signal },
  });
  return {
    model: decodeModel(outcome.bytes, table.source),
    network: networkOf(outcome.model.spec),
    history: members.flatMap(({ epochs }) => epochs),
    best: undefined,
    reason: members[0]?.finished.reason ?? 'interrupted',
    steps: members.reduce((sum, { finished }) => sum + finished.steps, 0),
  };
}

/**
 * Learns from a table as `nn train` does with the same options; what is not given is decided by the data.
 * Unless they say otherwise, it learns to predict a column from the others: `text` learns from a column of
 * texts, `time` and `window` learn to forecast a series, `task: 'reconstruction'` learns what usual rows are
 * like. The same table, options and seed give the same bits, also as the command where the same kernels run.
 *
 * Some of the rows are kept for validation (`validationSplit`, a fifth unless given), and training stops when
 * they are no longer predicted better (`earlyStopping`, 100 epochs unless given). Other work of the thread
 * runs meanwhile.
 *
 * @param table the last column is the target unless `target` names another: classes when it holds texts or
 *   few different whole
 *   numbers, else values
 * @param options those of `nn train`, what is told meanwhile, and the kernels
 * @throws {NnError} `input` when the table does not suit, `usage` for options that do not, `failed` when
 *   training diverges
 * @example const { model, best } = await train(await readTable('iris.csv'), { target: 'species', epochs: 200
 *   });
 */
export async function train(table: Table, options: TrainOptions = {}): Promise<Trained> {
  const { seed = 0, kernels, dtype = 'float32', onEpoch, onNote, signal, ...given } = options;
  const values = valuesOf(given);
  const random = new RandomState(seed);
  const origin = { name: table.source, digest: undefined, dtype };
  const note = (line: string) => onNote?.(line);
  if (values.ensemble !== undefined) return ensembleOf(table, values, { ...options, seed, dtype });
  const dataset = datasetOf(table, origin, random, values, note);
  const prepared = decide(dataset, random.snapshot(), seed, values);
  const { setup, train: rows, validation } = prepared;
  const backend = await openKernels({ kernels, dtype });
  const world = { backend, now, interrupted: () => signal?.aborted ?? false };
  const training = new Training(setup, { train: rows, validation }, world);
  const { epochs, finished } = await finish(fit(training), onEpoch);
  const outcome = outcomeOf(prepared, epochs, finished, {
    dtype,
    measurement: measurementOf(prepared, finished, backend),
  });
  return {
    model: decodeModel(outcome.model, table.source),
    network: networkOf(setup.spec),
    history: epochs,
    best: outcome.kept,
    reason: finished.reason,
    steps: finished.steps,
  };
}

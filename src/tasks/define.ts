import type { Preprocessing } from '../data/preprocessing.ts';
import type { PartName } from '../data/rowPrints.ts';
import type { Computing } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import type { TableOptions } from '../inputs/openTable.ts';
import type { Model } from '../model/file.ts';
import type { RowRules } from '../options/answering.ts';
import type { TrainOptions } from '../options/train.ts';
import type { DataColumn, Result } from '../report/result.ts';
import type { RandomState } from '../util/random.ts';
import type { TaskName } from './choose.ts';
import type { Dataset } from './dataset.ts';
import type { Samples } from './samples.ts';

/** The ports through which data is read. */
export type Reading = Pick<Context, 'files' | 'global' | 'screen'>;

/** A model file that says what its rows are. */
export interface OpenedModel {
  /** As the user named it. */
  readonly path: string;
  readonly model: Model;
  readonly preprocessing: Preprocessing;
}

/** Rows that a model has answered, and its answers. */
export interface Answers {
  /** Of the network, [rows × inputs] and [rows × outputs], row-major. */
  readonly inputs: Float32Array | Float64Array;
  readonly outputs: Float32Array | Float64Array;
  readonly rows: number;
  /** Rows before them. */
  readonly first: number;
  /** Of the members of an ensemble, side by side, [rows × members × outputs]; where they are needed. */
  readonly members?: Float32Array | Float64Array;
}

/** What `nn predict` is to append beside the answer itself. */
export interface PredictOptions {
  /** The probability of every class. */
  readonly proba: boolean;
  /** What an autoencoder makes of every column. */
  readonly reconstruct: boolean;
  /** Of two classes: the second one from this probability on; the more probable one when absent. */
  readonly threshold: number | undefined;
  /** The probability with which `lower` and `upper` hold the true value. */
  readonly interval: number | undefined;
  /** How far the members of an ensemble are apart. */
  readonly spread: boolean;
}

/** What `nn evaluate` is to measure. */
export interface EvaluateOptions {
  readonly dataPath: string | undefined;
  /** Metrics by name; those of the task when empty. */
  readonly metrics: readonly string[];
  /** File of labels. */
  readonly labels: string | undefined;
  /** Of two classes: the second one from this probability on; the more probable one when absent. */
  readonly threshold: number | undefined;
  /** Of the data of the training, only the rows of this part. */
  readonly only: PartName | undefined;
  /** What becomes of rows that the model cannot answer. */
  readonly rules: RowRules;
}

/** How single rows are read. */
export interface SampleOptions extends Pick<TableOptions, 'labels'> {
  /** What the network was to answer, of rows without a column of targets: a class or a number. */
  readonly target?: string | undefined;
  /** The target of a row does not matter, and may be missing. */
  readonly targetless?: true | undefined;
}

/**
 * What is learned from what kind of rows. One record for each in `tasks/NAME/index.ts`; nothing outside asks
 * which one it is. Records are light: what reads and measures is loaded when it is called.
 */
export interface Task {
  /**
   * The options that only some tasks have name it among their `tasks`; choose.ts says which options ask for
   * it.
   */
  readonly name: TaskName;
  /** As a message names its data: `a table`. */
  readonly data: string;
  /** The option that selects it; absent for the one that is chosen when nothing else is. */
  readonly option?: string;
  /** Whether a model learned this task, by what it says about its rows. */
  matches(preprocessing: Preprocessing): boolean;
  /** Why rows cannot be divided at random; absent: they can. */
  readonly inOrder?: string;
  /** What a row is a piece of, where it is no row of a table: a diagnosis counts and advises otherwise. */
  readonly pieces?: 'text' | 'series';
  /**
   * Reads, encodes and divides the rows; the dataset says which network and which options suit them.
   *
   * @param argument of the command line: a file, `-`, a generated data set, or nothing
   * @param random shuffles the rows
   * @throws NnError('input' | 'usage')
   */
  read(
    reading: Reading,
    argument: string | undefined,
    random: RandomState,
    o: TrainOptions,
  ): Promise<Dataset>;
  /**
   * Single rows, windows or passages, for explanations and gradient checks.
   *
   * @throws NnError('input')
   */
  samples(
    reading: Pick<Reading, 'files' | 'global'>,
    opened: OpenedModel,
    dataPath: string,
    options: SampleOptions,
  ): Promise<Samples>;
  /**
   * Measures a model on data whose targets are known.
   *
   * @throws NnError('input') for other data, and where nothing can be measured
   */
  evaluate(computing: Computing, opened: OpenedModel, options: EvaluateOptions): Promise<Result>;
  /**
   * What predictions append to rows, from what the network answered.
   *
   * @throws NnError('input') where a model predicts no single rows, with the command that uses it
   */
  predict(
    opened: OpenedModel,
    dataPath: string | undefined,
    options: PredictOptions,
  ): Promise<(answers: Answers) => DataColumn[]>;
}

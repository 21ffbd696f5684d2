import type { NetworkSpec } from '../network/spec.ts';
import type { Epoch } from '../train/request.ts';
import type { RandomState } from '../util/random.ts';
import type { Context } from '../host/context.ts';
import type { Figure } from '../figures/language.ts';
import type { Dataset } from './table/read.ts';
import type { TrainOptions } from '../options/train.ts';

type Option = keyof TrainOptions;

/**
 * A kind of data: what its rows are made of. One record in kinds.ts for each; nothing else in training asks which one it
 * is. What a network for it is like comes with its rows (`Suits`).
 */
export interface DataKind {
  /** As a message calls the data: `a table`. */
  readonly called: string;
  /** The option that makes data be this. */
  readonly how?: string;
  /** Whether these options ask for this kind. */
  asked(o: TrainOptions): boolean;
  /** Options that mean nothing here. */
  readonly refuses: readonly Option[];
  /** Why rows cannot be divided at random; absent: they can. */
  readonly inOrder?: string;
  /** Reads, encodes and divides the rows. Throws input errors. */
  read(
    context: Context,
    argument: string | undefined,
    random: RandomState,
    o: TrainOptions,
  ): Promise<Dataset>;
}

/** What options of a run are unless they are given. */
export interface Defaults {
  readonly batchSize: number;
  /** Of Adam and its relatives; others have rates of their own. */
  readonly learningRate: number;
  readonly epochs: number;
  readonly patience: number;
  readonly clipNorm?: number;
  readonly monitor?: string;
}

/** What a network for some rows is like, and what is said about them. */
export interface Suits {
  /** Shape of the network's input. */
  readonly input: readonly number[];
  /** Shape of its output. */
  readonly output: readonly number[];
  /** Different whole numbers in the input, where it holds numbers of tokens. */
  readonly vocabulary?: number;
  /** The network unless --layers says another. */
  layers(o: TrainOptions): string;
  readonly defaults?: Defaults;
  /** Throws a usage error when a network of these shapes does not fit all the same. */
  check?(spec: NetworkSpec): void;
  /** Lines about target, inputs and split. */
  readonly told: readonly (readonly [label: string, text: string])[];
  /** Options that spell out how the rows were read. */
  readonly words: readonly string[];
  /** Further figures of an epoch, for the report. */
  figures?(epoch: Epoch): readonly Figure[];
}

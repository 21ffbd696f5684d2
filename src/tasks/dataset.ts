import type { GivenOptions } from '../options/spec.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import type { Figure } from '../figures/language.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Epoch } from '../train/events.ts';
import type { Part, WholePart } from '../train/part.ts';

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

/** What a network for some rows is like, and what a report says about the rows. */
export interface DataProfile {
  /** Shape of the network's input. */
  readonly input: readonly number[];
  /** Shape of its output. */
  readonly output: readonly number[];
  /** Token numbers in the input, where it holds tokens. */
  readonly vocabulary?: number;
  /** Which inputs are numbers and which are categories, as the layer `embed` takes it. */
  /** The least and the greatest training target, as the network learns them. */
  readonly range?: { readonly least: number; readonly greatest: number };
  readonly columns?: { readonly numbers: string; readonly categories: string };
  /** The layer string unless --layers is given. */
  layers(
    o: Pick<TrainOptions, 'model' | 'dropout' | 'nnfs'> & Partial<Pick<TrainOptions, 'augment'>>,
  ): string;
  readonly defaults?: Defaults;
  /** @throws NnError('usage') when a network of these shapes does not fit all the same */
  check?(spec: NetworkSpec): void;
  /** Lines about target, inputs and split. */
  readonly messages: readonly (readonly [label: string, text: string])[];
  /** Options that spell out how the rows were read. */
  readonly options: GivenOptions;
  /** Further figures of an epoch, for the report. */
  figures?(epoch: Epoch): readonly Figure[];
}

/** The rows of a run, encoded and divided. */
export interface Dataset {
  readonly preprocessing: Preprocessing;
  readonly train: Part;
  /** Which rows of the source the training rows are; absent where they are pieces of it. */
  readonly trainRows?: Int32Array;
  /** The group of each training row, where rows of a group stay together. */
  readonly groups?: Int32Array;
  readonly validation: WholePart | undefined;
  /** Rows that are measured once, when training has ended. */
  readonly test?: WholePart | undefined;
  /** All rows train because they are too few to divide. */
  readonly few?: true;
  /** Some of the training rows as they were read; absent where there are no columns to look at. */
  readonly sample: Table | undefined;
  /** As the user knows it. */
  readonly source: string;
  /** Rows of the source, those without a target included. */
  readonly rows: number;
  /** Name of the data, for the run's folder. */
  readonly name: string;
  /** SHA-256 of the data file; absent for generated and streamed data. */
  readonly digest: string | undefined;
  /** Files beside it, by the option that named them. */
  readonly further?: readonly FurtherFile[];
  readonly profile: DataProfile;
  /** Of a series: its values as the targets have them, and where the windows of each part end. */
  readonly past?: SeriesPast;
}

/** What naive forecasts of a series are made of. */
export interface SeriesPast {
  readonly values: ArrayLike<number>;
  readonly season: number;
  /** Steps of the first value to forecast, of each window. */
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** A file beside that of the data. */
export interface FurtherFile {
  readonly option: 'validation' | 'test';
  readonly source: string;
  /** SHA-256 */
  readonly digest: string | undefined;
}

/** Where data comes from, and in which numbers it is to be encoded. */
export interface Origin {
  readonly name: string;
  readonly digest: string | undefined;
  readonly dtype: 'float32' | 'float64';
}

import type { GivenOptions } from '../../options/spec.ts';

/** One epoch of a run, as history.csv has it. Losses are means over the rows. */
export interface HistoryRow {
  readonly epoch: number;
  /** Training loss, without penalties. */
  readonly loss: number;
  readonly penalty?: number;
  readonly accuracy?: number;
  readonly learningRate?: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
}

/** A column that alone gives the target nearly without error. */
export interface Leak {
  readonly column: string;
  /**
   * How it gives it away: each of its values has one class; it is proportional to the target; it orders rows
   * as the target does.
   */
  readonly by: 'class' | 'correlation' | 'rank';
  /** Share of rows whose class it gives, or the absolute correlation. */
  readonly strength: number;
}

/** What is known about the rows. */
export interface DataFacts {
  /** Rows to train with; of a text, its tokens. */
  readonly rows: number;
  /** What a row is a piece of, where rows follow each other. */
  readonly pieces?: 'text' | 'series';
  readonly validationRows: number;
  /** Inputs of the network. */
  readonly inputs: number;
  /** Training rows of each class; absent for a regression. */
  readonly classes?: readonly { readonly name: string; readonly rows: number }[];
  /**
   * Loss of the best answer that is the same for every row: entropy of the classes, variance of the target.
   */
  readonly baselineLoss: number;
  readonly constant: readonly string[];
  /** Pairs of columns with equal values in every row. */
  readonly duplicates: readonly (readonly [string, string])[];
  readonly leaks: readonly Leak[];
}

/** What a hidden layer's outputs look like over the training rows. */
export interface LayerHealth {
  readonly name: string;
  readonly activation: string;
  readonly units: number;
  /** Units that give 0 for every row. */
  readonly dead: number;
  /** Share of outputs at the flat ends of the activation. */
  readonly saturated: number;
}

/** What a network looks like from inside after training. */
export interface HealthFacts {
  readonly layers: readonly LayerHealth[];
  /** Norm of each tensor of weights; NaN or infinite when one of them is. */
  readonly weights: readonly { readonly name: string; readonly norm: number }[];
}

/** What the kept weights come to on some rows, in inference mode: without dropout. */
export interface PartFit {
  readonly rows: number;
  /** Mean loss without penalties. */
  readonly loss: number;
  /** Share of rows that are correct; absent for values. */
  readonly accuracy?: number;
  /** Share of the rows of each class that are correct; absent for values, and where a class has no row. */
  readonly recalls?: readonly number[];
  /** By how much the log loss would be smaller if all probabilities were surer; of classes that all have rows. */
  readonly unsure?: number;
}

/**
 * What models of the same options come to on rows that were left out, where rows are so few that all of them train the
 * network that is kept.
 */
export interface LeftOut extends PartFit {
  readonly models: number;
  /** 95 % interval of the loss, where it is one of classes. */
  readonly interval?: readonly [number, number];
  /** An answer without a network that does better, beyond chance. */
  readonly worseThan?: string;
}

/** What the network that is kept comes to. */
export interface FitFacts {
  readonly training: PartFit;
  readonly validation?: PartFit;
  readonly leftOut?: LeftOut;
}

/** What a simple function of the same inputs answers, beside the network. */
export interface Reference {
  /** The best one was a weighted sum of the inputs, or a smooth function of them. */
  readonly by: 'line' | 'curve';
  readonly rows: number;
  /** Share of correct rows, or of the variance that is explained, each row by a fit to the others. */
  readonly score: number;
  /** That of the weighted sum. */
  readonly line: number;
  /** The network's on the same rows. */
  readonly own: number;
  /** How often chance alone makes such a difference. */
  readonly p: number;
}

/** The least validation loss of a run, as it was measured. */
export interface Least {
  readonly loss: number;
  readonly epoch: number;
}

/** How a run was started, as far as remedies change it. */
export interface RunFacts {
  readonly learningRate: number;
  /** The rate that the optimizer has unless one is given. */
  readonly usualRate?: number;
  /** As --layers takes it. */
  readonly layers?: string;
  readonly epochs?: number;
  /** Epoch whose weights are kept. */
  readonly bestEpoch?: number;
  /** The least validation loss, where the history may lack it because it has some epochs only. */
  readonly least?: Least;
  readonly activation?: string;
  /** As --init takes it; absent where it was not given. */
  readonly init?: string;
  readonly dropout?: number;
  readonly l2?: number;
  readonly standardized?: boolean;
  /** Classes count by weights of their own. */
  readonly weighted?: boolean;
  /** The weights of the best epoch were kept. */
  readonly bestKept?: boolean;
  /** Epochs without improvement after which it stops. */
  readonly patience?: number;
  /** It ended before its last epoch because nothing became better. */
  readonly stoppedEarly?: boolean;
  /** Epoch in which a loss stopped being finite. */
  readonly diverged?: number;
}

/** Everything a diagnosis is made from. */
export interface Case {
  /** At least one epoch unless the run diverged in its first. */
  readonly history: readonly HistoryRow[];
  readonly data: DataFacts;
  readonly run: RunFacts;
  readonly health?: HealthFacts;
  readonly fit?: FitFacts;
  readonly reference?: Reference;
}

/** Something to try. */
export interface Remedy {
  readonly sentence: string;
  /** Options for nn train on top of those of the run; absent where none does it. */
  readonly patch?: GivenOptions;
}

export interface Verdict {
  /** `overfitting`, `dead ReLUs`: name of its rule. */
  readonly name: string;
  /** The first epoch to which it applies. */
  readonly since?: number;
  /** Why, in numbers. */
  readonly evidence: string;
  /** The most promising first. */
  readonly remedies: readonly Remedy[];
}

import type { Chosen } from '../augment/index.ts';
import type { InitChoice } from '../initializers/index.ts';
import type { UpdateRequest } from '../runtime/compile.ts';
import type { LossRequest } from '../runtime/compileLoss.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { OptimizerSettings } from '../optimizers/define.ts';
import type { Schedule } from '../schedules/define.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MonitorChoice } from './monitor.ts';
import type { RandomState } from '../util/random.ts';

/** Inputs and targets of some rows, row-major; targets are class indices (negative: none), one or several a row, or values. */
export interface Part {
  readonly x: Float32Array | Float64Array;
  readonly target: Int32Array | Float32Array | Float64Array;
  readonly rows: number;
  /** Targets that losses and accuracies are means over, where a row has several classes; rows when absent. */
  readonly targets?: number;
  /** A weight for each row, mean 1. */
  readonly weights?: Float64Array;
}

/**
 * Training rows that are brought into memory a window at a time. A window is put together from blocks from all over the data,
 * since rows that are neighbours in a file are often of one class.
 */
export interface Windows {
  readonly rows: number;
  /** Rows of a block, which are neighbours in the data, and blocks of a window. */
  readonly block: number;
  readonly blocks: number;
  readonly target: 'classes' | 'values';
  /** Writes inputs and targets of rows [from, from + rows) to the beginning of `x` and `target`. */
  load(from: number, rows: number, x: Part['x'], target: Part['target']): void;
}

/** Everything that decides a training run. */
export interface FitRequest {
  readonly spec: NetworkSpec;
  readonly backend: Backend;
  readonly train: Part | Windows;
  readonly validation?: Part;
  readonly loss: LossRequest;
  readonly update: UpdateRequest;
  /** Changes made to training batches. */
  readonly augment?: readonly Chosen[];
  readonly settings: OptimizerSettings;
  readonly learningRate: number;
  /** How the learning rate changes; constant unless said. */
  readonly schedule?: Schedule;
  /** Learning rate of update `step` (from 0) instead of all that, for a test of rates. */
  readonly rate?: (step: number) => number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly init: InitChoice;
  /** Weights are drawn from it first, then shuffles, then the book's dropout masks. */
  readonly random: RandomState;
  readonly seed: number;
  /** Start from these weights instead of drawing. */
  readonly weights?: ReadonlyMap<string, Tensor>;
  /** Epochs without improvement before it stops; 0: never. */
  readonly patience: number;
  /** By how much an epoch must be better to count. */
  readonly minDelta?: number;
  /** Decides what is better; unless given: more validation rows right, then the smaller loss. */
  readonly monitor?: MonitorChoice;
  /** Dropout masks come from numpy's stream. */
  readonly book: boolean;
  /** Stop when this many milliseconds have passed. */
  readonly timeLimit?: number;
  readonly targetLoss?: number;
  now(): number;
  /** True when the user asked to stop after this epoch. */
  interrupted(): boolean;
}

/** Targets of a part: what its losses and accuracies are means over. */
export const targetsOf = (part: Part | Windows): number => ('targets' in part && part.targets) || part.rows;

/** Figures of one epoch; losses are means over the rows, or the steps of their sequences. */
export interface Epoch {
  readonly kind: 'epoch';
  readonly epoch: number;
  readonly loss: number;
  readonly dataLoss: number;
  readonly regularizationLoss: number;
  readonly accuracy?: number;
  /** Rows, or steps of sequences, counted as right; a sum of shares for several outputs. */
  readonly hits?: number;
  readonly learningRate: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  /** What decides about the best epoch, where that is neither loss nor accuracy. */
  readonly monitored?: number;
  readonly best: boolean;
}

/** A sign of life in the middle of an epoch. */
export interface Tick {
  readonly kind: 'tick';
  readonly epoch: number;
  /** Rows of this epoch done. */
  readonly row: number;
  /** Mean data loss over them. */
  readonly loss: number;
}

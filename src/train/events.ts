/** Figures of one epoch; losses are means over the rows, or the steps of their sequences. */
export interface Epoch {
  /** Tells an epoch from the other events of a run. */
  readonly kind: 'epoch';
  /** Counted from 0, as in the book. */
  readonly epoch: number;
  /** Data loss and penalties together. */
  readonly loss: number;
  /** Loss of the training rows alone. */
  readonly dataLoss: number;
  /** Penalties of the weights (L1, L2). */
  readonly regularizationLoss: number;
  /** Share of targets that are correct, 0 … 1. */
  readonly accuracy?: number;
  /** Rows, or steps of sequences, that are correct; a sum of shares for several outputs. */
  readonly correct?: number;
  /** Step size of its last update. */
  readonly learningRate: number;
  /** Loss of the validation rows after the epoch. */
  readonly validationLoss?: number;
  /** Share of validation rows that are correct, 0 … 1. */
  readonly validationAccuracy?: number;
  /** What decides about the best epoch, where that is neither loss nor accuracy. */
  readonly monitored?: number;
  /** It is the best one so far. */
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

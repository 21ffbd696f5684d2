/** Figures of one epoch; losses are means over the rows, or the steps of their sequences. */
export interface Epoch {
  /** Tells an epoch from the other events of a run. */
  readonly kind: 'epoch';
  /** Counted from 0, as in the book. */
  readonly epoch: number;
  /** Loss of the training rows while the epoch changed the weights, without penalties. */
  readonly loss: number;
  /** Penalties of the weights (L1, L2), meanwhile; absent where the network has none. */
  readonly penalty?: number;
  /** Share of targets that are correct, 0 … 1. */
  readonly accuracy?: number;
  /** Rows, or steps of sequences, that are correct; a sum of shares for several outputs. */
  readonly correct?: number;
  /** Learning rate of its last update. */
  readonly learningRate: number;
  /** Loss of the validation rows after the epoch. */
  readonly validationLoss?: number;
  /** Share of validation rows that are correct, 0 … 1. */
  readonly validationAccuracy?: number;
  /** What chooses the best epoch, where that is neither loss nor accuracy. */
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

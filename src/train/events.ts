/** Figures of one epoch; losses are means over the rows, or the steps of their sequences. */
export interface Epoch {
  readonly kind: 'epoch';
  readonly epoch: number;
  /** Data loss and penalties together. */
  readonly loss: number;
  readonly dataLoss: number;
  readonly regularizationLoss: number;
  /** Share of targets that are correct, 0 … 1. */
  readonly accuracy?: number;
  /** Rows, or steps of sequences, that are correct; a sum of shares for several outputs. */
  readonly correct?: number;
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

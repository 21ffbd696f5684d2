type Floats = Float32Array | Float64Array;

/** Rows in memory. */
export interface WholePart {
  readonly kind: 'whole';
  /** Inputs, row-major [rows × inputs]. */
  readonly x: Floats;
  /** Class indices (negative: none), one or several a row, or values, row-major [rows × outputs]. */
  readonly target: Int32Array | Floats;
  readonly rows: number;
  /** Targets that losses and accuracies are means over, where a row has several classes; rows when absent. */
  readonly targets?: number;
  /** A weight for each row, mean 1. */
  readonly weights?: Float64Array;
}

/**
 * Training rows that are brought into memory a window at a time. A window is put together from blocks from
 * all over the data, since rows that are neighbours in a file are often of one class.
 */
export interface StreamedPart {
  readonly kind: 'streamed';
  readonly rows: number;
  /** Rows of a block, which are neighbours in the data, and blocks of a window. */
  readonly block: number;
  readonly blocks: number;
  readonly target: 'classes' | 'values';
  /** Writes inputs and targets of rows [from, from + rows) to the beginning of `x` and `target`. */
  load(from: number, rows: number, x: Floats, target: WholePart['target']): void;
}

/** Rows to train with. */
export type Part = WholePart | StreamedPart;

/** The rows of a training run. */
export interface Rows {
  readonly train: Part;
  readonly validation?: WholePart | undefined;
}

/** Targets of a part: what its losses and accuracies are means over. */
export const targetsOf = (part: Part): number => (part.kind === 'whole' && part.targets) || part.rows;

/**
 * A text as tokens, cut into passages of equal length: a network reads a passage and says after every token
 * which one follows.
 */
export interface Passages {
  /** Numbers of tokens, row-major [rows × length]; −1 after the end of the last passage. */
  readonly x: Float32Array | Float64Array;
  /** The token that follows each; −1 after the end. */
  readonly target: Int32Array;
  readonly rows: number;
  /** Targets that are there. */
  readonly targets: number;
}

/**
 * Cuts tokens [from, to) into passages that share no token but the first, which is the target of the one
 * before.
 */
export function cutPassages(
  ids: Int32Array,
  from: number,
  to: number,
  length: number,
  dtype: 'float32' | 'float64',
): Passages {
  const targets = Math.max(0, to - from - 1);
  const rows = Math.ceil(targets / length);
  const x = (dtype === 'float32' ? new Float32Array(rows * length) : new Float64Array(rows * length)).fill(
    -1,
  );
  const target = new Int32Array(rows * length).fill(-1);
  for (let i = 0; i < targets; i++) {
    x[i] = ids[from + i];
    target[i] = ids[from + i + 1];
  }
  return { x, target, rows, targets };
}

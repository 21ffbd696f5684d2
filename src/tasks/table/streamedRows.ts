import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import { LARGEST_INPUT, complaint } from '../../data/reach.ts';
import { inputError } from '../../errors.ts';
import type { NpyRows } from '../../formats/npy/rows.ts';
import { Moments } from './moments.ts';

/** Bytes read from the file at a time. */
const READ_BYTES = 4 << 20;

type NumberFeature = FeatureEncoding & { readonly kind: 'number' };

/** Visits the chosen rows of the file in order, reading some megabytes at a time. */
export function eachRow(
  file: NpyRows,
  rows: Int32Array,
  visit: (values: ArrayLike<number>, offset: number, i: number) => void,
): void {
  const most = Math.max(1, Math.floor(READ_BYTES / file.rowBytes));
  for (let i = 0; i < rows.length;) {
    const from = rows[i];
    const to = Math.min(file.rows, from + most);
    const values = file.read(from, to - from);
    for (; i < rows.length && rows[i] < to; i++) visit(values, (rows[i] - from) * file.columns, i);
  }
}

const notFinite = ({ source }: NpyRows, row: number, column: number, found: number) =>
  inputError(`row ${row + 1}, column ${column + 1}: found ${found}, expected a finite number`, {
    where: { source },
    hint: 'fill missing values before training with --stream',
  });

/** A value that is no finite number, or is none as an input. */
function unusable(file: NpyRows, [row, column]: [number, number], found: number, scaled: number) {
  if (!Number.isFinite(found)) return notFinite(file, row, column, found);
  const { what, hint } = complaint(found, scaled, { most: LARGEST_INPUT });
  return inputError(`row ${row + 1}, column ${column + 1}: ${what}`, {
    where: { source: file.source },
    hint,
  });
}

/**
 * The scaling of the first `columns` columns, from some rows in one pass. Bytes are scaled by their range,
 * unread.
 *
 * @throws NnError('input') for a value that is not finite
 */
export function fitStreamed(
  file: NpyRows,
  rows: Int32Array,
  columns: number,
  standardize: boolean,
): NumberFeature[] {
  const pixels = file.dtype === 'uint8';
  const moments = new Moments(columns);
  if (standardize && !pixels)
    eachRow(file, rows, (values, offset, i) => {
      for (let c = 0; c < columns; c++)
        if (!Number.isFinite(values[offset + c])) throw notFinite(file, rows[i], c, values[offset + c]);
      moments.add(values, offset);
    });
  const scalingOf = (c: number) => {
    if (!standardize) return { mean: 0, scale: 1 };
    if (pixels) return { mean: 127.5, scale: 127.5 };
    const found = moments.of(c);
    if (Number.isFinite(found.mean) && Number.isFinite(found.scale)) return found;
    throw inputError(`column ${c + 1}: its numbers are so large that their squares are none`, {
      where: { source: file.source },
      hint: 'divide the column, or remove rows with odd values, before training with --stream',
    });
  };
  return Array.from({ length: columns }, (_, c) => ({
    kind: 'number',
    name: `x${c + 1}`,
    ...scalingOf(c),
  }));
}

/**
 * Writes the inputs of some rows to the beginning of `x`, [rows × features].
 *
 * @throws NnError('input') for a value that is not finite
 */
export function encodeStreamed(
  file: NpyRows,
  features: readonly NumberFeature[],
  rows: Int32Array,
  x: Float32Array | Float64Array,
): void {
  const columns = features.length;
  eachRow(file, rows, (values, offset, i) => {
    for (let c = 0; c < columns; c++) {
      const { mean, scale } = features[c];
      const value = (values[offset + c] - mean) / scale;
      if (!(Math.abs(value) <= LARGEST_INPUT)) throw unusable(file, [rows[i], c], values[offset + c], value);
      x[i * columns + c] = value;
    }
  });
}

import { numberColumn } from '../../data/convert.ts';
import { encodeClasses, encodeValues, targetEncoding } from '../../data/target.ts';
import { toTensor } from '../../formats/convert.ts';
import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import type { TargetEncoding } from '../../data/target.ts';
import { splitRows } from '../../data/split.ts';
import { inputError, usageError } from '../../errors.ts';
import { load } from '../../formats/load.ts';
import { openNpyRows } from '../../formats/npyRows.ts';
import type { NpyRows } from '../../formats/npyRows.ts';
import type { Part, Windows } from '../../train/request.ts';
import { flagOf } from '../../util/flag.ts';
import { count } from '../../util/quantity.ts';
import type { RandomState } from '../../util/random.ts';
import type { Context } from '../../host/context.ts';
import { targetKind } from './dataset.ts';
import { tableProfile } from './profile.ts';
import type { Dataset } from '../dataset.ts';
import type { TrainOptions } from '../../options/train.ts';

/** Memory that the features of a window take, unless --stream-rows says how many rows it has. */
const WINDOW_BYTES = 64 << 20;
/** Blocks of a window. */
const BLOCKS = 16;
/** Rows read from the file at a time. */
const READ_BYTES = 4 << 20;

/** Mean and deviation of every column over some rows, in one pass; sums are taken from the first row's values on. */
class Moments {
  readonly #shift: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #rows = 0;

  constructor(columns: number) {
    this.#shift = new Float64Array(columns);
    this.#sums = new Float64Array(columns);
    this.#squares = new Float64Array(columns);
  }

  add(values: ArrayLike<number>, offset: number): void {
    const columns = this.#sums.length;
    if (this.#rows++ === 0) for (let c = 0; c < columns; c++) this.#shift[c] = values[offset + c];
    for (let c = 0; c < columns; c++) {
      const value = values[offset + c] - this.#shift[c];
      this.#sums[c] += value;
      this.#squares[c] += value * value;
    }
  }

  of(column: number): { mean: number; scale: number } {
    const mean = this.#sums[column] / this.#rows;
    const deviation = Math.sqrt(Math.max(0, this.#squares[column] / this.#rows - mean * mean));
    const at = mean + this.#shift[column];
    return { mean: at, scale: deviation > 1e-12 * Math.abs(at) ? deviation : 1 };
  }
}

/** Shows the chosen rows of the file in order, reading some megabytes at a time. */
function eachRow(
  file: NpyRows,
  rows: Int32Array,
  seen: (values: ArrayLike<number>, offset: number, i: number) => void,
): void {
  const most = Math.max(1, Math.floor(READ_BYTES / file.rowBytes));
  for (let i = 0; i < rows.length;) {
    const from = rows[i];
    const to = Math.min(file.rows, from + most);
    const values = file.read(from, to - from);
    for (; i < rows.length && rows[i] < to; i++) seen(values, (rows[i] - from) * file.columns, i);
  }
}

/** The target of every row: from the label file, or the last column of the array. */
async function targetsOf(context: Context, file: NpyRows, o: TrainOptions): Promise<Float64Array> {
  if (o.labels === undefined) {
    const values = new Float64Array(file.rows);
    const all = Int32Array.from({ length: file.rows }, (_, i) => i);
    eachRow(file, all, (row, offset, i) => (values[i] = row[offset + file.columns - 1]));
    return values;
  }
  const { data } = toTensor(await load(await context.files.open(o.labels), {}));
  if (data.length !== file.rows) {
    throw inputError(`found ${data.length} labels for ${file.rows} rows of ${file.source}`, {
      where: { source: o.labels },
      hint: 'a label file has one number for each row of the data',
    });
  }
  return Float64Array.from(data, Number);
}

/**
 * The rows of an NPY file that need not fit in memory: scaling is learned in one pass, the validation rows are read once, the
 * training rows in windows, shuffled inside each. Throws input and usage errors.
 */
export async function streamDataset(
  context: Context,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  if (argument === undefined || argument === '-') {
    throw usageError('--stream needs a file: a pipe can be read only once', {
      hint: 'nn train data.npy --stream',
    });
  }
  if (o.nnfs || o.target !== undefined) {
    throw usageError(`--stream and ${o.nnfs ? '--nnfs' : '--target'} do not go together`, {
      hint: 'with --stream the target is the last column, or the file of --labels',
    });
  }
  const ofColumns = ['drop', 'features', 'oneHot', 'bins', 'sampleWeight'] as const;
  const given = ofColumns.find((name) => o[name] !== undefined);
  if (given !== undefined) {
    throw usageError(`--stream and ${flagOf(given)} do not go together`, {
      hint: 'leave out --stream where the rows fit in memory, or write the file as it is to be learned from',
    });
  }
  const file = openNpyRows(await context.files.openRandom(argument), argument);
  const columns = o.labels === undefined ? file.columns - 1 : file.columns;
  if (columns < 1)
    throw inputError('found one column, expected features and a target', { where: { source: argument } });
  const name = o.labels ?? `x${file.columns}`;
  const column = numberColumn('target', await targetsOf(context, file, o));
  const table = { columns: [column], rows: file.rows, source: argument };
  const all = Int32Array.from({ length: file.rows }, (_, i) => i);
  const standardize = o.standardize ?? true;
  const encoding = targetEncoding(table, column, all, { task: targetKind(o), standardize });
  const target: TargetEncoding = { ...encoding, name };
  const encoded =
    encoding.kind === 'classes' ? encodeClasses(encoding, table) : encodeValues(encoding, table);
  const window =
    o.streamRows ??
    Math.max(
      o.batchSize === undefined ? 1024 : Math.min(o.batchSize, 65_536),
      Math.floor(WINDOW_BYTES / (4 * columns)),
    );
  // The validation rows stay in memory, so there are no more of them than of a window.
  const share = Math.min(o.validationSplit, window / file.rows);
  const split = splitRows(all, share, random, target.kind === 'classes' ? (row) => encoded[row] : undefined);

  const pixels = file.dtype === 'uint8';
  const moments = new Moments(columns);
  const refuse = (row: number, c: number, found: number) =>
    inputError(`row ${row + 1}, column ${c + 1}: found ${found}, expected a finite number`, {
      where: { source: argument },
      hint: 'fill missing values before training with --stream',
    });
  if (standardize && !pixels)
    eachRow(file, split.train, (values, offset, i) => {
      for (let c = 0; c < columns; c++)
        if (!Number.isFinite(values[offset + c])) throw refuse(split.train[i], c, values[offset + c]);
      moments.add(values, offset);
    });
  const features = Array.from({ length: columns }, (_, c): FeatureEncoding & { kind: 'number' } => {
    const scaling = !standardize
      ? { mean: 0, scale: 1 }
      : pixels
        ? { mean: 127.5, scale: 127.5 }
        : moments.of(c);
    return { kind: 'number', name: `x${c + 1}`, ...scaling };
  });
  const encode = (rows: Int32Array, x: Part['x']) =>
    eachRow(file, rows, (values, offset, i) => {
      for (let c = 0; c < columns; c++) {
        const { mean, scale } = features[c];
        const value = (values[offset + c] - mean) / scale;
        if (!Number.isFinite(value)) throw refuse(rows[i], c, values[offset + c]);
        x[i * columns + c] = value;
      }
    });

  const validationX = new Float32Array(split.validation.length * columns);
  encode(split.validation, validationX);
  const pick = (rows: Int32Array) =>
    encoded instanceof Int32Array
      ? Int32Array.from(rows, (row) => encoded[row])
      : Float64Array.from(rows, (row) => encoded[row]);
  const windowRows = Math.min(window, split.train.length);
  const train: Windows = {
    rows: split.train.length,
    block: Math.ceil(windowRows / BLOCKS),
    blocks: Math.min(BLOCKS, windowRows),
    target: target.kind,
    load(from, rows, x, into) {
      const chosen = split.train.subarray(from, from + rows);
      encode(chosen, x);
      for (let i = 0; i < rows; i++) into[i] = encoded[chosen[i]];
    },
  };
  const preprocessing = { features, target };
  const parts = {
    train,
    validation:
      split.validation.length > 0
        ? { x: validationX, target: pick(split.validation), rows: split.validation.length }
        : undefined,
  };
  const profile = tableProfile(preprocessing, o, parts);
  const streamed = `windows of ${count(train.block * train.blocks)} rows, put together from ${train.blocks} places`;
  return {
    preprocessing,
    ...parts,
    sample: undefined,
    source: argument,
    rows: file.rows,
    name:
      argument
        .split('/')
        .at(-1)
        ?.replace(/\.[^.]*$/, '') ?? 'stream',
    digest: undefined,
    profile: {
      ...profile,
      messages: [...profile.messages, ['stream', streamed]],
      options: { stream: true, streamRows: String(train.block * train.blocks) },
    },
  };
}

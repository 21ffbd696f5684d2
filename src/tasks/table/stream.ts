import { float64Of } from '../../tensor/numbers.ts';
import { numberColumn } from '../../data/convert.ts';
import { splitRows, validationShare } from '../../data/split.ts';
import { readTarget } from '../../data/target.ts';
import type { TargetEncoding } from '../../data/target.ts';
import { inputError, usageError } from '../../errors.ts';
import { toTensor } from '../../formats/convert.ts';
import { load } from '../../formats/load.ts';
import { closedOnError } from '../../formats/closing.ts';
import { openNpyRows } from '../../formats/npy/rows.ts';
import type { NpyRows } from '../../formats/npy/rows.ts';
import type { Files } from '../../host/files.ts';
import { presets } from '../../network/presets/index.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { StreamedPart, WholePart } from '../../train/part.ts';
import { flagOf } from '../../util/flag.ts';
import { count } from '../../util/quantity.ts';
import type { RandomState } from '../../util/random.ts';
import type { DataProfile, Dataset } from '../dataset.ts';
import type { Reading } from '../define.ts';
import { targetKind } from './dataset.ts';
import { tableProfile } from './profile.ts';
import { eachRow, encodeStreamed, fitStreamed } from './streamedRows.ts';
import { counted } from '../../util/plural.ts';

/** Memory that the features of a window take, unless --stream-rows says how many rows it has. */
const WINDOW_BYTES = 64 << 20;
/** Blocks of a window. */
const BLOCKS = 16;

const allRows = ({ rows }: NpyRows) => Int32Array.from({ length: rows }, (_, i) => i);

/**
 * The file to stream.
 *
 * @throws NnError('usage') for a pipe, and for options that need the rows in memory
 */
function checkOptions(argument: string | undefined, o: TrainOptions): string {
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
  // What such a preset brings looks at all rows.
  if (presets.find(o.model)?.options?.dropLast === true)
    throw usageError(`--stream and --model ${o.model} do not go together`, {
      hint: 'leave out --stream where the rows fit in memory',
    });
  const ofColumns = [
    'drop',
    'features',
    'oneHot',
    'bins',
    'sampleWeight',
    'scaler',
    'validation',
    'test',
    'split',
  ] as const;
  const given =
    o.testSplit > 0 ? 'testSplit' : o.dropLast ? 'dropLast' : ofColumns.find((name) => o[name] !== undefined);
  if (given === undefined) return argument;
  throw usageError(`--stream and ${flagOf(given)} do not go together`, {
    hint: 'leave out --stream where the rows fit in memory, or write the file as it is to be learned from',
  });
}

/**
 * The target of every row: from the label file, or the last column of the array.
 *
 * @throws NnError('input')
 */
async function targetsOf(files: Files, file: NpyRows, labels: string | undefined): Promise<Float64Array> {
  if (labels === undefined) {
    const values = new Float64Array(file.rows);
    eachRow(file, allRows(file), (row, offset, i) => (values[i] = row[offset + file.columns - 1]));
    return values;
  }
  const { data } = toTensor(await load(await files.open(labels), {}));
  if (data.length !== file.rows) {
    throw inputError(
      `found ${counted(data.length, 'label')} for ${counted(file.rows, 'row')} of ${file.source}`,
      {
        where: { source: labels },
        hint: 'a label file has one number for each row of the data',
      },
    );
  }
  return float64Of(data);
}

/**
 * The targets of all rows, encoded; they stay in memory.
 *
 * @throws NnError('input')
 */
async function readTargets(files: Files, file: NpyRows, o: TrainOptions, standardize: boolean) {
  const column = numberColumn('target', await targetsOf(files, file, o.labels));
  const table = { columns: [column], rows: file.rows, source: file.source };
  const target = readTarget(table, column, { task: targetKind(o), standardize });
  const { encoding, encoded } = target.fit(allRows(file));
  const named: TargetEncoding = { ...encoding, name: o.labels ?? `x${file.columns}` };
  return { target: named, encoded, labels: target.labels };
}

/** Rows of a window. */
const windowRows = ({ streamRows, batchSize }: TrainOptions, columns: number): number =>
  streamRows ??
  Math.max(
    batchSize === undefined ? 1024 : Math.min(batchSize, 65_536),
    Math.floor(WINDOW_BYTES / (4 * columns)),
  );

const pick = (encoded: Int32Array | Float64Array, rows: Int32Array): WholePart['target'] =>
  encoded instanceof Int32Array
    ? Int32Array.from(rows, (row) => encoded[row])
    : Float64Array.from(rows, (row) => encoded[row]);

const withStream = (profile: DataProfile, { block, blocks }: StreamedPart): DataProfile => ({
  ...profile,
  messages: [
    ...profile.messages,
    ['stream', `windows of ${count(block * blocks)} rows, put together from ${blocks} places`],
  ],
  options: { stream: true, streamRows: String(block * blocks) },
});

const nameOf = (path: string): string =>
  path
    .split('/')
    .at(-1)
    ?.replace(/\.[^.]*$/, '') ?? 'stream';

/**
 * The rows of an NPY file that need not fit in memory: scaling is learned in one pass, the validation rows
 * are read once, the training rows in windows, shuffled inside each.
 *
 * @throws NnError('input' | 'usage')
 */
export async function streamDataset(
  { files }: Pick<Reading, 'files'>,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  const path = checkOptions(argument, o);
  const opened = await files.openRandom(path);
  const file = closedOnError(opened, () => openNpyRows(opened, path));
  const columns = o.labels === undefined ? file.columns - 1 : file.columns;
  if (columns < 1)
    throw inputError('found one column, expected features and a target', { where: { source: path } });
  const standardize = o.standardize ?? true;
  const { target, encoded, labels } = await readTargets(files, file, o, standardize);
  const window = windowRows(o, columns);
  // The validation rows stay in memory, so there are no more of them than of a window.
  const share = Math.min(validationShare(o.validationSplit, file.rows), window / file.rows);
  const split = splitRows(allRows(file), share, random, labels && ((row) => labels[row]));
  const features = fitStreamed(file, split.train, columns, standardize);
  const x = new Float32Array(split.validation.length * columns);
  encodeStreamed(file, features, split.validation, x);
  const rows = Math.min(window, split.train.length);
  const train: StreamedPart = {
    kind: 'streamed',
    rows: split.train.length,
    block: Math.ceil(rows / BLOCKS),
    blocks: Math.min(BLOCKS, rows),
    target: target.kind,
    load(from, some, into, targets) {
      const chosen = split.train.subarray(from, from + some);
      encodeStreamed(file, features, chosen, into);
      for (let i = 0; i < some; i++) targets[i] = encoded[chosen[i]];
    },
  };
  const validation: WholePart | undefined =
    split.validation.length > 0
      ? { kind: 'whole', x, target: pick(encoded, split.validation), rows: split.validation.length }
      : undefined;
  const preprocessing = { features, target };
  const profile = tableProfile(preprocessing, o, { train, validation });
  return {
    preprocessing,
    train,
    validation,
    sample: undefined,
    source: path,
    rows: file.rows,
    name: nameOf(path),
    digest: undefined,
    profile: withStream(profile, train),
  };
}

import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { featureEncoding } from '../../data/featureEncoding.ts';
import { splitRows } from '../../data/split.ts';
import type { Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import type { Part } from '../../train/request.ts';
import { count } from '../../util/quantity.ts';
import type { RandomState } from '../../util/random.ts';
import type { Context } from '../../host/context.ts';
import { openTable } from '../../inputs/openTable.ts';
import type { Dataset } from '../dataset.ts';
import type { DataKind } from '../define.ts';
import type { TrainOptions } from '../../options/train.ts';

/** Rows as inputs and as what is to come out again. */
function partOf(
  preprocessing: Preprocessing,
  table: Table,
  rows: Int32Array,
  dtype: 'float32' | 'float64',
): Part {
  const size = rows.length * inputWidth(preprocessing);
  const x = dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
  encodeFeatures(preprocessing, table, x, rows);
  return { x, target: Float64Array.from(x), rows: rows.length };
}

async function readReconstruction(
  context: Context,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  const { table, name, digest } = await openTable(context, argument, random, o);
  const left = new Set((o.drop ?? []).map((dropped) => columnNamed(table, dropped)));
  const columns = table.columns.filter((column) => !left.has(column));
  if (columns.length === 0) throw inputError('no columns are left', { where: { source: table.source } });
  const all = Int32Array.from({ length: table.rows }, (_, i) => i);
  const split = splitRows(all, o.validationSplit, random);
  const standardize = o.standardize ?? true;
  const shape = o.image ?? table.shape;
  const preprocessing: Preprocessing = {
    features: columns.map((column) => featureEncoding(table, column, split.train, { standardize })),
    target: { kind: 'values', name: 'the inputs', mean: 0, scale: 1 },
    pieces: { of: 'inputs' },
    ...(shape && { shape }),
  };
  const { dtype } = context.global;
  const inputs = inputWidth(preprocessing);
  const train = partOf(preprocessing, table, split.train, dtype);
  const validation =
    split.validation.length > 0 ? partOf(preprocessing, table, split.validation, dtype) : undefined;
  // Half as wide, then a quarter: what comes through has to be said in fewer numbers.
  const half = Math.min(128, Math.max(8, Math.ceil(inputs / 2)));
  const code = Math.min(32, Math.max(1, Math.ceil(inputs / 4)));
  return {
    preprocessing,
    train,
    validation,
    sample: undefined,
    source: table.source,
    rows: table.rows,
    name,
    digest,
    profile: {
      input: [inputs],
      output: [inputs],
      layers: () => [inputs, half, `${code}:linear`, half, inputs].join(','),
      messages: [
        [
          'target',
          `the inputs again, said in ${code === 1 ? 'one number' : `${code} numbers`} (an autoencoder)`,
        ],
        [
          'inputs',
          `${inputs} from ${count(columns.length)} columns${standardize ? ', numbers standardised' : ''}`,
        ],
        [
          'split',
          validation
            ? `${count(train.rows)} rows to train, ${count(validation.rows)} to validate`
            : `none: all ${count(train.rows)} rows train`,
        ],
      ],
      options: { task: 'reconstruction' },
    },
  };
}

/** Rows of which a network learns what they have in common, by making them anew from fewer numbers (Hinton and Salakhutdinov 2006). */
export const reconstruction: DataKind = {
  called: 'a reconstruction',
  how: '--task reconstruction',
  asked: ({ task }) => task === 'reconstruction',
  refuses: [
    ...([
      'target',
      'labels',
      'stream',
      'features',
      'oneHot',
      'bins',
      'nnfs',
      'tokens',
      'model',
      'watch',
    ] as const),
    ...(['classWeight', 'sampleWeight', 'group', 'text', 'window', 'horizon', 'time'] as const),
  ],
  inOrder: 'the score of an autoencoder is its loss, which nn train shows',
  read: readReconstruction,
};

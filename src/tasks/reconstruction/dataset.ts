import { columnsToDrop, unreadNotes } from '../../data/columns.ts';
import { featureEncoding } from '../../data/fitFeature.ts';
import { inputWidth, withReadings } from '../../data/preprocessing.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { splitRows, validationShare } from '../../data/split.ts';
import type { Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import { openTable } from '../../inputs/openTable.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { WholePart } from '../../train/part.ts';
import type { RandomState } from '../../util/random.ts';
import type { DataProfile, Dataset, Origin } from '../dataset.ts';
import type { Reading } from '../define.ts';
import { encodeInputs } from '../table/encode.ts';
import { splitLine } from '../table/profile.ts';
import { counted } from '../../util/plural.ts';

/** Options that decide how rows are read for an autoencoder. */
type ReconstructionOptions = Pick<TrainOptions, 'validationSplit'> &
  Partial<Pick<TrainOptions, 'drop' | 'standardize' | 'image'>>;

/** Rows as inputs and as targets. */
function partOf(
  preprocessing: Preprocessing,
  table: Table,
  rows: Int32Array,
  dtype: 'float32' | 'float64',
): WholePart {
  const x = encodeInputs(preprocessing, table, rows, dtype);
  return { kind: 'whole', x, target: Float64Array.from(x), rows: rows.length };
}

/**
 * What a network for these rows is like: half as wide, then a quarter, so that it must say them in fewer
 * numbers.
 */
function profileOf(
  preprocessing: Preprocessing,
  standardize: boolean,
  parts: Pick<Dataset, 'train' | 'validation'>,
): DataProfile {
  const inputs = inputWidth(preprocessing);
  const columns = preprocessing.features.length;
  const half = Math.min(128, Math.max(8, Math.ceil(inputs / 2)));
  const code = Math.min(32, Math.max(1, Math.ceil(inputs / 4)));
  const numbers = code === 1 ? 'one number' : `${code} numbers`;
  return {
    input: [inputs],
    output: [inputs],
    layers: () => [inputs, half, `${code}:linear`, half, inputs].join(','),
    messages: [
      ['target', `the inputs again, said in ${numbers} (an autoencoder)`],
      [
        'inputs',
        `${inputs} from ${counted(columns, 'column')}${standardize ? ', numbers standardised' : ''}`,
      ],
      splitLine(parts),
    ],
    options: { task: 'reconstruction' },
  };
}

/**
 * A table as rows that are their own targets. Asks the machine for nothing.
 *
 * @throws NnError('input') when no columns are left
 */
export function reconstructionDataset(
  table: Table,
  { name, digest, dtype }: Origin,
  random: RandomState,
  o: ReconstructionOptions,
): Dataset {
  const left = columnsToDrop(table, o.drop);
  const columns = table.columns.filter((column) => !left.has(column));
  if (columns.length === 0) throw inputError('no columns are left', { where: { source: table.source } });
  const all = Int32Array.from({ length: table.rows }, (_, i) => i);
  const split = splitRows(all, validationShare(o.validationSplit, table.rows), random);
  const standardize = o.standardize ?? true;
  const shape = o.image ?? table.shape;
  const fitted: Preprocessing = {
    features: columns.map((column) => featureEncoding(table, column, split.train, { standardize })),
    target: { kind: 'values', name: 'the inputs', mean: 0, scale: 1 },
    pieces: { of: 'inputs' },
    ...(shape && { shape }),
  };
  const preprocessing = withReadings(fitted, table);
  const parts = {
    train: partOf(preprocessing, table, split.train, dtype),
    validation:
      split.validation.length > 0 ? partOf(preprocessing, table, split.validation, dtype) : undefined,
  };
  return {
    preprocessing,
    ...parts,
    trainRows: split.train,
    sample: undefined,
    source: table.source,
    rows: table.rows,
    name,
    digest,
    profile: profileOf(preprocessing, standardize, parts),
  };
}

/**
 * Reads a table for an autoencoder.
 *
 * @throws NnError('input')
 */
export async function readReconstruction(
  reading: Reading,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  const { table, name, digest } = await openTable(reading, argument, random, o);
  unreadNotes(table, o.drop).forEach((line) => reading.screen.note(line));
  return reconstructionDataset(table, { name, digest, dtype: reading.global.dtype }, random, o);
}

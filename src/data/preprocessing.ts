import { usageError } from '../errors.ts';
import { checkColumns } from './columns.ts';
import { BLOCK } from './encoders.ts';
import { expressionOf, featureEncoder, widthOf } from './featureEncoding.ts';
import type { FeatureEncoding } from './featureEncoding.ts';
import type { ColumnChoices, ColumnReading } from './reading/define.ts';
import { LearnedReadings } from './reading/learned.ts';
import type { Typical } from './reading/choose.ts';
import type { Table } from './table.ts';
import type { TargetEncoding } from './target.ts';
import type { Tolerance } from './tolerance.ts';

/** Everything between a table and the network; kept in the model file. */
export interface Preprocessing {
  readonly features: readonly FeatureEncoding[];
  readonly target: TargetEncoding;
  /** Shape of a row's inputs where they are an array: [28, 28, 1]. */
  readonly shape?: readonly number[];
  /** What a row is, where it is not a row of a table. */
  readonly pieces?: Pieces;
  /** How columns of texts are read, those that are features and the target; others hold plain numbers. */
  readonly columns?: readonly ColumnReading[];
  /** Further texts and numbers that mean "missing". */
  readonly missing?: readonly string[];
}

/**
 * What a row is where it is no row of a table, named by `of`: a passage of a `text`, a window of a `series`,
 * `inputs` that are their own targets. What else is kept with the name is the concern of its task.
 */
export interface Pieces {
  readonly of: string;
}

/** Whether the rows are those of a table, each by itself and with its target in a column. */
export const isTableRows = ({ pieces }: Preprocessing): boolean => pieces === undefined;

/** Inputs of the network: one per number, one per category or bin. */
export function inputWidth({ features }: Preprocessing): number {
  return features.reduce((n, feature) => n + widthOf(feature), 0);
}

const isText = (feature: FeatureEncoding) =>
  feature.kind === 'text' ||
  feature.kind === 'boolean' ||
  feature.kind === 'date' ||
  (feature.kind === 'category' && !feature.numeric);

/** The columns of the data that the features are made of, and what they hold. */
export function columnsRead({
  features,
}: Pick<Preprocessing, 'features'>): Map<string, 'number' | 'category'> {
  const types = new Map<string, 'number' | 'category'>();
  for (const feature of features) {
    if (feature.kind === 'derived')
      for (const name of expressionOf(feature).columns) types.set(name, 'number');
    else types.set(feature.name, isText(feature) ? 'category' : 'number');
  }
  return types;
}

/** Names for the columns of an array, which has none: the columns of features in their order, then the target. */
export const arrayNames = ({ features, target }: Preprocessing) => ({
  features: [...columnsRead({ features }).keys()],
  target: target.name,
});

/**
 * As what the columns of features are read from other files: numbers that training found written otherwise
 * than programs write them as texts.
 */
export function columnTypes({ features, columns = [] }: Preprocessing): Map<string, 'number' | 'category'> {
  const types = columnsRead({ features });
  for (const { name, kind } of columns) if (kind === 'number' && types.has(name)) types.set(name, 'category');
  return types;
}

/** Whether a reading says more than the kind of a column does. */
const says = (reading: ColumnReading | undefined): reading is ColumnReading =>
  reading !== undefined &&
  (reading.kind === 'number'
    ? reading.notation !== undefined
    : reading.kind === 'category'
      ? reading.why !== undefined || reading.said === true
      : reading.kind !== 'text');

/** Preprocessing with what other files have to be read by: the readings of its columns, and what is missing. */
export function withReadings<P extends Preprocessing>(preprocessing: P, { readings, missing }: Table): P {
  const names = [...columnsRead(preprocessing).keys(), preprocessing.target.name];
  const columns = names.map((name) => readings?.get(name)).filter(says);
  return {
    ...preprocessing,
    ...(columns.length > 0 && { columns }),
    ...(missing && { missing }),
  };
}

/** How the columns of features and target are read in other files. */
export function readingsOf({ features, target, columns = [] }: Preprocessing): Map<string, ColumnReading> {
  const readings = new Map<string, ColumnReading>();
  for (const [name, kind] of columnsRead({ features })) readings.set(name, { kind, name });
  readings.set(target.name, { kind: target.kind === 'values' ? 'number' : 'category', name: target.name });
  for (const reading of columns) readings.set(reading.name, reading);
  return readings;
}

/** Mean and deviation of the columns of numbers in training, where they are known. */
function typicalOf({ features, target }: Preprocessing): Map<string, Typical> {
  const typical = new Map<string, Typical>();
  for (const feature of [target, ...features]) {
    const numbers = feature.kind === 'number' || feature.kind === 'values';
    // Numbers that were not standardised say nothing about their size.
    if (numbers && (feature.mean !== 0 || feature.scale !== 1)) typical.set(feature.name, feature);
  }
  return typical;
}

/**
 * What a file holds for a model: its columns as they were learned, written as the user says.
 *
 * @throws NnError('usage') where that contradicts what was learned
 */
export function learnedReadings(preprocessing: Preprocessing, choices: ColumnChoices = {}): LearnedReadings {
  const readings = readingsOf(preprocessing);
  const dates = [...readings.values()].some(({ kind }) => kind === 'date');
  if (choices.dateFormat !== undefined && !dates && isTableRows(preprocessing))
    throw usageError('--date-format: this model reads no dates');
  // What else a series or a text has for columns is the concern of its task.
  const columns = isTableRows(preprocessing) ? choices.columns : undefined;
  const { decimal, dateFormat, missing } = choices;
  return new LearnedReadings(readings, typicalOf(preprocessing), preprocessing.missing, {
    ...(decimal !== undefined && { decimal }),
    ...(dateFormat !== undefined && { dateFormat }),
    ...(missing && { missing }),
    ...(columns && { columns }),
  });
}

/**
 * Outputs of the network.
 *
 * @param yesOrNo of two classes it says only how probable the second one is
 */
export function outputWidth({ target }: Preprocessing, yesOrNo = false): number {
  return target.kind === 'classes' && !(yesOrNo && target.classes.length === 2) ? target.classes.length : 1;
}

/** Lets categories that training did not see be unknown. */
const ignoring: Tolerance = { unknown: () => {} };

/**
 * The features as a row-major matrix [rows × inputs]. Columns are found by name.
 *
 * @param rows which rows, in which order; all of them when absent
 * @param tolerance what becomes of texts where numbers were learned, infinities, and categories that training
 *   did not see; when absent, such categories are unknown and the others errors
 * @throws NnError('input') for these, and for missing columns
 */
export function encodeFeatures(
  preprocessing: Preprocessing,
  table: Table,
  out: Float32Array | Float64Array = new Float64Array(table.rows * inputWidth(preprocessing)),
  rows?: Int32Array,
  tolerance: Tolerance = ignoring,
): Float32Array | Float64Array {
  checkColumns(table, [...columnsRead(preprocessing).keys()]);
  const width = inputWidth(preprocessing);
  let first = 0;
  const encoders = preprocessing.features.map((feature) => {
    const at = first;
    first += widthOf(feature);
    return featureEncoder(table, feature, { out, first: at, width, tolerance });
  });
  const count = rows?.length ?? table.rows;
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(count, from + BLOCK);
    for (const encode of encoders) encode(rows, from, to);
  }
  return out;
}

import { counted } from '../util/plural.ts';
import { usageError } from '../errors.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { chooseColumns } from './columnRoles.ts';
import type { ColumnRoles } from './columnRoles.ts';
import { widthOf } from './featureEncoding.ts';
import { derivedEncoding, featureEncoding, textEncoding } from './fitFeature.ts';
import { moments } from './moments.ts';
import type { FeatureChoices } from './featureChoices.ts';
import type { FeatureEncoding } from './featureEncoding.ts';
import { outsizedValues } from './outsized.ts';
import { withReadings } from './preprocessing.ts';
import type { Preprocessing } from './preprocessing.ts';
import type { Column, Table } from './table.ts';
import { targetEncoding } from './target.ts';
import type { TargetChoices } from './target.ts';

/** What the options say about the columns of a table. */
export interface PreprocessingChoices extends FeatureChoices, TargetChoices {
  /** Name of the target column; the last column when absent. */
  readonly target?: string | undefined;
  /** Height, width and channels of the images that the inputs are; by the file when absent. */
  readonly shape?: readonly number[];
}

/** Features learned from some rows. */
export interface FittedFeatures extends Pick<Preprocessing, 'features' | 'shape'> {
  readonly notes: readonly string[];
}

/**
 * Learns how columns become inputs: scaling, categories, bins, vocabulary.
 *
 * @param rows those that are learned from
 * @throws NnError('input' | 'usage') where the choices do not fit the values
 */
export function fitFeatures(
  table: Table,
  { features: columns }: ColumnRoles,
  rows: Int32Array,
  choices: PreprocessingChoices,
): FittedFeatures {
  if (choices.text) return { features: [textEncoding(table, columns[0], rows, choices.text)], notes: [] };
  const features = [
    ...columns.map((column) => featureEncoding(table, column, rows, choices)),
    ...(choices.derived ?? []).map((expression) => derivedEncoding(table, expression, rows, choices)),
  ];
  const merged = features.flatMap((feature) => {
    const required = choices.bins?.get(feature.name);
    if (feature.kind !== 'bins' || required === undefined || widthOf(feature) >= required) return [];
    return [
      `column "${feature.name}": ${widthOf(feature)} bins instead of ${required}, as many values are equal`,
    ];
  });
  const notes = [...merged, ...outsizedValues(columns, features, rows)];
  const shape = shapeOfInputs(table, features, choices);
  if (!shape) return { features, notes };
  const bytes = columns.some((column) => column.kind === 'number' && column.pixels);
  const together = choices.standardize && shape.length === 3 && !bytes;
  return { features: together ? scaledTogether(columns, rows) : features, shape, notes };
}

/**
 * Decides how a table becomes inputs and targets, and what it left out.
 *
 * @param rows those the scaling is learned from; all of them when absent
 * @throws NnError('input' | 'usage') where the table does not fit the choices
 */
export function fitPreprocessing(
  table: Table,
  choices: PreprocessingChoices,
  rows = Int32Array.from({ length: table.rows }, (_, i) => i),
): { preprocessing: Preprocessing; notes: string[] } {
  const roles = chooseColumns(table, choices, choices.target);
  const { features, shape, notes } = fitFeatures(table, roles, rows, choices);
  const target = targetEncoding(table, roles.target, rows, choices);
  return {
    preprocessing: withReadings({ features, target, ...(shape && { shape }) }, table),
    notes: [...roles.notes, ...notes],
  };
}

/**
 * The shape of a row's inputs, where all of them are the numbers of one array.
 *
 * @throws NnError('usage') when --image says another size
 */
function shapeOfInputs(
  table: Table,
  features: readonly FeatureEncoding[],
  { shape }: PreprocessingChoices,
): readonly number[] | undefined {
  const numbers = features.every(({ kind }) => kind === 'number') ? features.length : undefined;
  if (shape && sizeOf(shape) !== numbers) {
    const what =
      numbers === undefined ? 'not all inputs are plain numbers' : `found ${counted(numbers, 'input')}`;
    throw usageError(`--image ${shape.join('x')} stands for ${sizeOf(shape)} pixels, but ${what}`, {
      hint: '--drop leaves out columns that are no pixels',
    });
  }
  const found = shape ?? table.shape;
  return found && sizeOf(found) === numbers ? found : undefined;
}

/** Pixels with one scale for all: their differences carry the picture, and those at the edge hardly vary. */
function scaledTogether(columns: readonly Column[], rows: Int32Array): FeatureEncoding[] {
  const numbers = columns.filter((column) => column.kind === 'number');
  const all = Int32Array.from({ length: numbers.length * rows.length }, (_, i) => i);
  const values = new Float64Array(all.length);
  numbers.forEach((column, c) =>
    rows.forEach((row, i) => (values[c * rows.length + i] = column.values[row])),
  );
  const together = moments({ values }, all);
  return numbers.map(({ name }) => ({ kind: 'number', name, ...together }));
}

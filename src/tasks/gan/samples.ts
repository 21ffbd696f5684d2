import { isAllPixels } from '../../data/allPixels.ts';
import { columnNamed, columnsToDrop } from '../../data/columns.ts';
import { looksLikeClasses } from '../../data/target.ts';
import { encodeClasses, targetEncoding } from '../../data/target.ts';
import { numbersOf } from '../../data/encoders.ts';
import { LARGEST_INPUT, refuseValue } from '../../data/reach.ts';
import type { Column, NumberColumn, Table } from '../../data/table.ts';
import { inputError, usageError } from '../../errors.ts';
import type { Generates } from '../../model/generates.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { Real } from '../../train/gan.ts';
import { counted } from '../../util/plural.ts';
import { mean, populationDeviation } from '../../util/statistics.ts';

export interface SampleChoices {
  readonly target: string | undefined;
  readonly conditional: boolean | undefined;
  readonly drop: readonly string[];
  readonly image: readonly number[] | undefined;
}

/** The rows of a table as samples to imitate, and how they are to be written again. */
export interface Encoded {
  readonly real: Real;
  readonly columns: Generates['columns'];
  readonly shape?: readonly number[];
  readonly whole: boolean;
  readonly target?: { readonly name: string; readonly classes: readonly string[] };
}

/**
 * Mean and deviation of a column of points; middle and half the range of pixels, so that they end at −1 and
 * 1.
 */
function scaling(columns: readonly NumberColumn[], pixels: boolean): { mean: number; scale: number }[] {
  if (pixels) {
    let [least, most] = [Infinity, -Infinity];
    for (const { values } of columns) {
      for (const value of values) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    const bytes = columns.some((column) => column.pixels);
    const [from, to] = bytes ? [0, 255] : [least, most];
    return columns.map(() => ({ mean: (from + to) / 2, scale: (to - from) / 2 || 1 }));
  }
  return columns.map(({ values }) => ({ mean: mean(values), scale: populationDeviation(values) || 1 }));
}

/** Reads the samples of a table. Throws input errors for texts and missing numbers. */
export function encodeSamples(table: Table, { target, conditional, drop, image }: SampleChoices): Encoded {
  const left = columnsToDrop(table, drop);
  const kept = table.columns.filter((column) => !left.has(column));
  const last = isAllPixels(table) ? undefined : kept.at(-1);
  const label: Column | undefined =
    target === undefined ? (last && looksLikeClasses(last) ? last : undefined) : columnNamed(table, target);
  const columns = kept
    .filter((column) => column !== label)
    .map((column) => numbersOf(table, column, 'a sample'));
  if (columns.length === 0)
    throw inputError('found no columns of numbers', { where: { source: table.source } });
  const bad = columns.find(({ missing }) => missing > 0);
  if (bad) {
    throw inputError(
      `column "${bad.name}" has ${counted(bad.missing, 'missing value')}, expected whole samples`,
      {
        where: { source: table.source },
        hint: `--drop ${bad.name} leaves it out`,
      },
    );
  }
  const shape = image ?? table.shape;
  if (image && sizeOf(image) !== columns.length) {
    throw usageError(
      `--image ${image.join('x')} stands for ${sizeOf(image)} pixels, but there are ${columns.length} columns`,
    );
  }
  const pixels = shape?.length === 3 && sizeOf(shape) === columns.length;
  const scaled = scaling(columns, pixels);
  const width = columns.length;
  const x = new Float32Array(table.rows * width);
  columns.forEach(({ values }, c) => {
    for (let row = 0; row < table.rows; row++) {
      const value = (values[row] - scaled[c].mean) / scaled[c].scale;
      if (!(Math.abs(value) <= LARGEST_INPUT)) refuseValue(table, columns[c], row, { scaled: value });
      x[row * width + c] = value;
    }
  });
  const rows = Int32Array.from({ length: table.rows }, (_, i) => i);
  const encoding =
    label && conditional !== false
      ? targetEncoding(table, label, rows, { task: 'classification', standardize: false })
      : undefined;
  const classes = encoding?.kind === 'classes' ? encoding : undefined;
  const labels = classes && encodeClasses(classes, table);
  const unnamed = labels?.findIndex((code) => code < 0) ?? -1;
  if (classes && unnamed >= 0) {
    throw inputError(`row ${unnamed + 1} has no value in column "${classes.name}"`, {
      where: { source: table.source },
      hint: '--no-conditional learns without classes',
    });
  }
  return {
    real: { x, rows: table.rows, width, classes: classes?.classes.length ?? 0, ...(labels && { labels }) },
    columns: columns.map(({ name }, c) => ({ name, ...scaled[c] })),
    whole: columns.every(({ integral }) => integral),
    ...(pixels && shape && { shape }),
    ...(classes && { target: { name: classes.name, classes: classes.classes } }),
  };
}

import { fitPreprocessing } from '../../data/preprocessing.ts';
import type { Table } from '../../data/table.ts';
import { sampleTable } from '../../data/sample.ts';
import type { Preprocessing, PreprocessingChoices } from '../../data/preprocessing.ts';
import { splitRows } from '../../data/split.ts';
import { inputError } from '../../errors.ts';
import type { Part, Windows } from '../../train/request.ts';
import type { RandomState } from '../../util/random.ts';
import type { Context } from '../context.ts';
import { encodePart, encodeTarget, openTable, sampleWeights, usableRows } from './data.ts';
import type { TrainOptions } from './options.ts';

/** The rows of a run, encoded and divided. */
export interface Dataset {
  readonly preprocessing: Preprocessing;
  readonly train: Part | Windows;
  readonly validation: Part | undefined;
  /** Some of the training rows as they were read; absent for streamed data. */
  readonly sample: Table | undefined;
  /** As the user knows it. */
  readonly source: string;
  /** Rows of the source, those without a target included. */
  readonly rows: number;
  /** Name of the data, for the run's folder. */
  readonly name: string;
  /** SHA-256 of the data file; absent for generated and streamed data. */
  readonly digest: string | undefined;
}

/** What the options say about columns; those that are named for something else are not learned from. */
export function columnChoices(o: TrainOptions): PreprocessingChoices {
  const others = [o.group, o.sampleWeight].filter((name) => name !== undefined);
  return {
    target: o.target,
    task: o.task,
    standardize: o.standardize ?? !o.nnfs,
    leaveOut: [...(o.drop ?? []), ...others],
    ...(o.image && { shape: o.image }),
    ...(o.features && { derived: o.features }),
    ...(o.oneHot && { oneHot: o.oneHot }),
    ...(o.bins && { bins: o.bins }),
  };
}

/** Reads a table whole. Throws input errors. */
export async function readDataset(
  context: Context,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  const { dtype } = context.global;
  const { table, name, digest } = await openTable(context, argument, random, o);
  const weights = o.sampleWeight === undefined ? undefined : sampleWeights(table, o.sampleWeight);
  const choices = columnChoices(o);
  // Scaling must not see validation rows, so the split comes before it; classes are needed to stratify.
  const { preprocessing: first } = fitPreprocessing(table, choices);
  const rows = usableRows(context, first, table);
  if (rows.length < 2)
    throw inputError(`found ${rows.length} rows with a target, expected at least 2`, {
      where: { source: table.source },
    });
  const labels = first.target.kind === 'classes' ? encodeTarget(first, table) : undefined;
  const split = o.nnfs
    ? { train: rows, validation: new Int32Array(0) }
    : splitRows(rows, o.validationSplit, random, labels && ((row) => labels[row]));
  const { preprocessing, notes } = fitPreprocessing(table, { ...choices, trainRows: split.train });
  for (const note of notes) context.note(note);
  const part = encodePart(preprocessing, table, dtype);
  return {
    preprocessing,
    train: encodePart(preprocessing, table, dtype, weights)(split.train),
    validation: split.validation.length > 0 ? part(split.validation) : undefined,
    sample: sampleTable(table, split.train),
    source: table.source,
    rows: table.rows,
    name,
    digest,
  };
}

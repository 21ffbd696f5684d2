import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import { VALIDATION_SHARE } from '../../data/split.ts';
import { findSeason, windowInputs, windowStarts, windowTargets } from '../../data/series.ts';
import type { Table } from '../../data/table.ts';
import { encodeValues } from '../../data/target.ts';
import { inputError } from '../../errors.ts';
import { openTable } from '../../inputs/openTable.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { WholePart } from '../../train/part.ts';
import { count } from '../../util/quantity.ts';
import type { RandomState } from '../../util/random.ts';
import type { Dataset, Origin } from '../dataset.ts';
import type { Reading } from '../define.ts';
import { askForTime } from './askForTime.ts';
import { clockText } from './clockText.ts';
import { extentsOf, fillOf, fitSeries } from './fit.ts';
import type { SeriesOptions } from './fit.ts';
import { naiveErrors } from './naive.ts';
import { seriesProfile } from './profile.ts';
import { seriesRows } from './rows.ts';
import { counted } from '../../util/plural.ts';

/**
 * Rows at the beginning that train.
 *
 * @throws NnError('input') when the table is too short for its windows
 */
function trainedRows(table: Table, o: SeriesOptions): number {
  const { window, horizon } = extentsOf(o);
  const trained = Math.round(table.rows * (1 - (o.validationSplit ?? VALIDATION_SHARE)));
  const least = window + horizon + 1;
  if (trained >= least && (trained === table.rows || table.rows - trained >= horizon)) return trained;
  throw inputError(
    `found ${counted(table.rows, 'row')}, of which ${count(trained)} train: too few for windows of ${window} and a horizon of ${horizon}`,
    {
      where: { source: table.source },
      hint: `training needs at least ${counted(least, 'row')}, validation ${horizon}; --window and --horizon make them fewer`,
    },
  );
}

/**
 * A table whose rows follow each other as windows: those at its beginning train, those at its end validate.
 * Asks the machine for nothing.
 *
 * @throws NnError('input') when it is too short, has gaps, or its times are not in order
 */
export function seriesDataset(given: Table, { name, digest, dtype }: Origin, o: SeriesOptions): Dataset {
  if (o.time === undefined) askForTime(given, o);
  const format = o.dateFormat === undefined ? undefined : { pattern: o.dateFormat };
  const { table, clock, filled } = seriesRows(given, {
    time: o.time,
    format,
    fill: fillOf(o),
    training: true,
  });
  const trained = trainedRows(table, o);
  const { model, leftOut } = fitSeries(table, o, trained, clock?.format);
  const { preprocessing, pieces, target } = model;
  const width = inputWidth(preprocessing);
  const size = table.rows * width;
  const empty = dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
  const steps = encodeFeatures(preprocessing, table, empty);
  const scaled = encodeValues(target, table);
  const partOf = (starts: Int32Array): WholePart => ({
    kind: 'whole',
    x: windowInputs(steps, width, starts, pieces.window),
    target: windowTargets(scaled, starts, pieces),
    rows: starts.length,
  });
  // Windows of validation begin before it and end in it: their inputs may have trained, their targets have
  // not.
  const earlier = windowStarts(0, trained, pieces);
  const later = windowStarts(trained, table.rows, pieces);
  const ends = (starts: Int32Array) => starts.map((start) => start + pieces.window);
  const values = scaled.map((value) => value * target.scale + target.mean);
  const season = Math.min(clock?.season ?? findSeason(values.subarray(0, trained)), trained);
  return {
    preprocessing,
    train: partOf(earlier),
    validation: later.length > 0 ? partOf(later) : undefined,
    // The past of the target is an input, and no giveaway.
    sample: undefined,
    source: table.source,
    rows: table.rows,
    name,
    digest,
    past: { values: scaled, season, train: ends(earlier), validation: ends(later) },
    profile: seriesProfile(model, {
      validated: table.rows - trained,
      time: o.time === undefined || !clock ? undefined : clockText(table, o.time, clock),
      filled,
      leftOut,
      season,
      lossName: o.loss === 'auto' ? 'mse' : o.loss,
      naive: later.length > 0 ? naiveErrors(values, later, pieces, season) : undefined,
    }),
  };
}

/**
 * Reads a table as a series.
 *
 * @throws NnError('input')
 */
export async function readSeries(
  reading: Reading,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  const { table, name, digest } = await openTable(reading, argument, random);
  const { dtype, dateFormat } = reading.global;
  return seriesDataset(table, { name, digest, dtype }, { ...o, dateFormat });
}

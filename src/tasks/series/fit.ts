import { checkFaults } from '../../data/columnRoles.ts';
import { reasonToLeaveOut } from '../../data/leftOut.ts';
import { columnNamed, columnsToDrop } from '../../data/columns.ts';
import { featureEncoding } from '../../data/fitFeature.ts';
import type { Fill } from '../../data/fill.ts';
import type { DateFormat } from '../../data/reading/define.ts';
import { checkWhole } from '../../data/series.ts';
import type { SeriesPieces } from '../../data/series.ts';
import { withReadings } from '../../data/preprocessing.ts';
import { textAt } from '../../data/table.ts';
import type { Column, NumberColumn, Table } from '../../data/table.ts';
import { targetEncoding } from '../../data/target.ts';
import { inputError } from '../../errors.ts';
import type { TrainOptions } from '../../options/train.ts';
import { seriesModel } from './model.ts';
import type { SeriesModel } from './model.ts';

/** Rows of a window unless --window says. */
const WINDOW = 24;

/** Options that decide how a series is read. */
export type SeriesOptions = Pick<TrainOptions, 'validationSplit' | 'loss'> &
  Partial<Pick<TrainOptions, 'window' | 'horizon' | 'time' | 'target' | 'drop' | 'standardize' | 'fill'>> & {
    /** How dates are written, where it was said. */
    readonly dateFormat?: string | undefined;
  };

/** Rows that a network sees at a time, and that it forecasts. */
export const extentsOf = ({ window = WINDOW, horizon = 1 }: SeriesOptions) => ({ window, horizon });

/** How steps without a value get one; undefined where they are an error. */
export const fillOf = ({ fill }: SeriesOptions): Fill | undefined => (fill === 'error' ? undefined : fill);

/** Why a column is not seen beside the target; what the user said about it is believed. */
function reasonFor(table: Table, column: Column): string | undefined {
  const reading = table.readings?.get(column.name);
  return reading?.said && reading.kind !== 'text' ? undefined : reasonToLeaveOut(table, column);
}

/**
 * The column to forecast, and those beside it.
 *
 * @throws NnError('input') when it holds texts or none is left
 */
function columnsOf(table: Table, o: SeriesOptions) {
  const dropped = columnsToDrop(table, o.drop);
  if (o.time !== undefined) columnNamed(table, o.time);
  const kept = table.columns.filter((column) => column.name !== o.time && !dropped.has(column));
  const target = o.target === undefined ? kept.at(-1) : columnNamed({ ...table, columns: kept }, o.target);
  if (!target) throw inputError('no column is left to forecast', { where: { source: table.source } });
  checkFaults(table, [target]);
  if (target.kind === 'category')
    throw inputError(
      `target "${target.name}" holds texts such as "${target.categories[0]}", expected numbers`,
      {
        where: { source: table.source },
        hint: '--target names the column to forecast, --time the one that says when',
      },
    );
  checkWhole(table, target, fillOf(o) === undefined ? 'training' : 'ends');
  const beside = kept.filter((column) => column !== target);
  const others = beside.filter((column) => reasonFor(table, column) === undefined);
  checkFaults(table, others);
  const unread = Array.from(table.leftOut ?? []).filter(([name]) => !o.drop?.includes(name));
  const leftOut = [
    ...unread.map(([name, held]) => `${name}: it holds ${held}`),
    ...beside.flatMap((column) => {
      const reason = reasonFor(table, column);
      return reason === undefined ? [] : [`${column.name}: ${reason}`];
    }),
  ];
  return { target: target satisfies NumberColumn, others, leftOut };
}

/**
 * What the network sees of each step: the target first, then the other columns, scaled by the rows that
 * train.
 *
 * @param trained rows at the beginning that train
 * @param format how the times are written, where they are dates
 * @returns the model, and columns from which nothing is learned, each with the reason
 * @throws NnError('input') when the target holds texts or has gaps
 */
export function fitSeries(
  table: Table,
  o: SeriesOptions,
  trained: number,
  format: DateFormat | undefined,
): { readonly model: SeriesModel; readonly leftOut: readonly string[] } {
  const standardize = o.standardize ?? true;
  const fill = fillOf(o);
  const { target, others, leftOut } = columnsOf(table, o);
  const rows = Int32Array.from({ length: trained }, (_, i) => i);
  const time = o.time === undefined ? undefined : columnNamed(table, o.time);
  const until = time && textAt(time, trained - 1);
  const pieces: SeriesPieces = {
    of: 'series',
    ...extentsOf(o),
    trained,
    ...(o.time !== undefined && { time: o.time }),
    ...(until !== undefined && { until }),
    ...(format && { format }),
    ...(fill !== undefined && { fill }),
  };
  const preprocessing = {
    features: [target, ...others].map((column) => featureEncoding(table, column, rows, { standardize })),
    target: targetEncoding(table, target, rows, { task: 'regression', standardize }),
    pieces,
  };
  return { model: seriesModel(withReadings(preprocessing, table)), leftOut };
}

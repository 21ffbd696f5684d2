import type { PartName } from '../../data/rowPrints.ts';
import { windowStarts } from '../../data/series.ts';
import { inputError } from '../../errors.ts';
import { count } from '../../util/quantity.ts';
import type { SeriesModel } from './model.ts';
import type { SeriesRows } from './rows.ts';
import { counted } from '../../util/plural.ts';

/** The first row that is later than all those a model learned from; the number of rows when none is. */
export const firstUnseen = ({ pieces }: SeriesModel, { table, clock }: SeriesRows): number =>
  clock && pieces.until !== undefined ? clock.rowAfter(pieces.until) : Math.min(pieces.trained, table.rows);

/** First rows of windows, and what is to be said of them. */
export interface ChosenWindows {
  readonly starts: Int32Array;
  readonly line?: string;
}

/**
 * The windows of a series that are measured: all, or those that trained the model, or those after them.
 *
 * @throws NnError('input') where there are none
 */
export function windowsFor(series: SeriesModel, rows: SeriesRows, only: PartName | undefined): ChosenWindows {
  const { pieces } = series;
  const { window, horizon } = pieces;
  const { source, rows: length } = rows.table;
  const all = windowStarts(0, length, pieces);
  if (all.length === 0)
    throw inputError(
      `found ${counted(length, 'row')}, but a window of ${window} and a horizon of ${horizon} need ${window + horizon}`,
      { where: { source } },
    );
  const unseen = firstUnseen(series, rows);
  const trained = windowStarts(0, unseen, pieces);
  const later = windowStarts(unseen, length, pieces);
  if (only === undefined) {
    // Without times nothing says that these are the rows of the training.
    if (!rows.clock || trained.length === 0) return { starts: all };
    const after =
      later.length > 0 ? `; --only validation measures the ${count(later.length)} after them` : '';
    return {
      starts: all,
      line: `${count(trained.length)} of ${all.length === 1 ? 'this' : 'these'} ${counted(all.length, 'window')} trained this model${after}`,
    };
  }
  const starts = { train: trained, validation: later, test: new Int32Array(0) }[only];
  if (starts.length > 0) return { starts };
  throw inputError(
    `--only ${only}: there is no such window in ${length === 1 ? 'this' : 'these'} ${counted(length, 'row')}`,
    {
      where: { source },
      hint: 'train: the windows that trained the model; validation: those after them',
    },
  );
}

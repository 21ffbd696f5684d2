import type { Preprocessing } from '../../data/preprocessing.ts';
import type { SeriesPieces } from '../../data/series.ts';
import type { TargetEncoding } from '../../data/target.ts';

/** What a model of a series says about its windows. */
export interface SeriesModel {
  readonly preprocessing: Preprocessing;
  readonly pieces: SeriesPieces;
  readonly target: TargetEncoding & { readonly kind: 'values' };
}

/** Whether the rows are windows of a series. */
export const isSeries = ({ pieces }: Preprocessing): boolean => pieces?.of === 'series';

/** The windows of a model; undefined for models of other tasks. */
export function findSeriesModel(preprocessing: Preprocessing): SeriesModel | undefined {
  const { pieces, target } = preprocessing;
  return pieces?.of === 'series' && target.kind === 'values' ? { preprocessing, pieces, target } : undefined;
}

/** The same where the task is known. */
export function seriesModel(preprocessing: Preprocessing): SeriesModel {
  const found = findSeriesModel(preprocessing);
  if (found) return found;
  throw new Error('a series is forecast by a model of windows');
}

import type { Pieces, Preprocessing } from '../../data/preprocessing.ts';
import type { SeriesPieces } from '../../data/series.ts';
import type { TargetEncoding } from '../../data/target.ts';

/** What a model of a series says about its windows. */
export interface SeriesModel {
  readonly preprocessing: Preprocessing;
  readonly pieces: SeriesPieces;
  readonly target: TargetEncoding & { readonly kind: 'values' };
}

function isSeriesPieces(pieces: Pieces | undefined): pieces is SeriesPieces {
  if (pieces?.of !== 'series') return false;
  const { window, horizon, trained } = pieces as Partial<SeriesPieces>;
  return [window, horizon, trained].every(Number.isInteger);
}

/** The windows of a model; undefined for models of other tasks. */
export function findSeriesModel(preprocessing: Preprocessing): SeriesModel | undefined {
  const { pieces, target } = preprocessing;
  return isSeriesPieces(pieces) && target.kind === 'values' ? { preprocessing, pieces, target } : undefined;
}

/** The same where the task is known. */
export function seriesModel(preprocessing: Preprocessing): SeriesModel {
  const found = findSeriesModel(preprocessing);
  if (found) return found;
  throw new Error('a series is forecast by a model of windows');
}

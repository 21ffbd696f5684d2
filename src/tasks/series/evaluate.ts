import { columnNamed } from '../../data/columns.ts';
import { encodeValues } from '../../data/target.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { checkWhole, windowStarts, windowTargets } from '../../data/series.ts';
import type { SeriesPieces } from '../../data/series.ts';
import type { Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import type { ValueSample } from '../../metrics/define.ts';
import type { Predictor } from '../../runtime/predictor.ts';
import { Forecaster } from './forecaster.ts';

/** What a model foretells from every window of a series, and what came. Throws an input error where there is none. */
export function windowSample(
  predictor: Predictor,
  preprocessing: Preprocessing,
  pieces: SeriesPieces,
  table: Table,
): ValueSample {
  const { window, horizon } = pieces;
  const { target } = preprocessing;
  if (target.kind !== 'values') throw new Error('a series foretells numbers');
  checkWhole(table, columnNamed(table, target.name));
  const starts = windowStarts(0, table.rows, pieces);
  if (starts.length === 0)
    throw inputError(
      `found ${table.rows} rows, but a window of ${window} and a horizon of ${horizon} need ${window + horizon}`,
      { where: { source: table.source } },
    );
  const values = encodeValues({ ...target, mean: 0, scale: 1 }, table);
  const forecaster = new Forecaster(predictor, preprocessing, pieces, table);
  const origins = Array.from(starts, (start) => start + window);
  return { actual: windowTargets(values, starts, pieces), predicted: forecaster.from(origins, horizon) };
}

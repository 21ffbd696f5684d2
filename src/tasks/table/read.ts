import { openTable } from '../../inputs/openTable.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { RandomState } from '../../util/random.ts';
import type { Dataset } from '../dataset.ts';
import type { Reading } from '../define.ts';
import { tableDataset } from './dataset.ts';
import { withFurtherRows } from './furtherRows.ts';

/**
 * Reads a table whole and divides its rows; those of other files that are to validate and test stand beside them.
 *
 * @throws NnError('input' | 'usage')
 */
export async function readTableDataset(
  reading: Reading,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  const { table, name, digest } = await openTable(reading, argument, random, o);
  const origin = { name, digest, dtype: reading.global.dtype };
  const dataset = tableDataset(table, origin, random, o, (line) => reading.screen.note(line));
  return withFurtherRows(reading, dataset, o);
}

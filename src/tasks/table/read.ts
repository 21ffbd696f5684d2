import { openTable } from '../../inputs/openTable.ts';
import type { TrainOptions } from '../../options/train.ts';
import { RandomState } from '../../util/random.ts';
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

/**
 * Reads a table once and makes a dataset of it for each of several options, which may encode its columns
 * differently; all have the same rows in the same parts.
 *
 * @throws NnError('input' | 'usage')
 */
export async function readTableDatasets(
  reading: Reading,
  argument: string | undefined,
  random: RandomState,
  all: readonly TrainOptions[],
): Promise<Dataset[]> {
  const { table, name, digest } = await openTable(reading, argument, random, all[0]);
  const origin = { name, digest, dtype: reading.global.dtype };
  const place = random.snapshot();
  const datasets: Dataset[] = [];
  for (const o of all) {
    const own = new RandomState(0);
    own.restore(place);
    // What is left out is the same for all of them, and said once.
    const note = datasets.length === 0 ? (line: string) => reading.screen.note(line) : () => {};
    const further =
      datasets.length === 0 ? reading : { ...reading, screen: { ...reading.screen, note, warn: note } };
    datasets.push(await withFurtherRows(further, tableDataset(table, origin, own, o, note), o));
  }
  return datasets;
}

import { columnNamed } from '../data/columns.ts';
import { placeIn } from '../data/place.ts';
import { textAt } from '../data/table.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import { toTable } from '../formats/convert.ts';
import { csv } from '../formats/csv/index.ts';
import type { Files } from '../host/files.ts';
import { columnFigures } from '../train/epochFigures.ts';
import { historyOf, NO_EPOCHS } from '../train/history.ts';
import { fileIn, HISTORY } from './runFiles.ts';

/** Texts that stand for a figure that was not measured, or was not finite. */
const NONE = new Set(['', 'NaN']);

/** @throws NnError('input') of the first field of a column that is no number */
function checkNumbers(table: Table, name: string): void {
  const column = table.columns.find((one) => one.name === name);
  if (!column || (column.kind === 'number' && (name !== 'epoch' || column.missing === 0))) return;
  for (let row = 0; row < table.rows; row++) {
    const text = textAt(column, row) ?? '';
    if (name === 'epoch' ? /^\d+$/.test(text) : NONE.has(text) || !Number.isNaN(Number(text))) continue;
    const found = text === '' ? 'nothing' : `"${text}"`;
    throw inputError(`found ${found} in column ${name}, expected a number`, {
      where: placeIn(table, name, row),
    });
  }
}

/**
 * The history.csv of a run by the columns of today; undefined where the run came to no epoch.
 *
 * @throws NnError('input') when an epoch or one of its figures is no number
 */
export async function readHistoryTable(
  { files }: { readonly files: Files },
  folder: string,
): Promise<Table | undefined> {
  const source = await files.open(fileIn(folder, HISTORY));
  if (source.size === NO_EPOCHS.length && new TextDecoder().decode(await source.bytes()) === NO_EPOCHS)
    return undefined;
  // As it stands: nothing is guessed about texts among numbers.
  const table = toTable(
    await csv.read(source, { encoding: 'utf-8', delimiter: ',', header: true, comment: '' }),
  );
  columnNamed(table, 'epoch');
  for (const name of ['epoch', ...columnFigures.keys()]) checkNumbers(table, name);
  return historyOf(table);
}

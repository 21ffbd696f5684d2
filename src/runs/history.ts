import type { HistoryRow } from '../explain/diagnosis/define.ts';
import { toTable } from '../formats/convert.ts';
import { load } from '../formats/load.ts';
import type { Files } from '../host/files.ts';
import { fileIn, HISTORY } from '../inputs/runFiles.ts';
import { columnFigures } from '../train/epochFigures.ts';
import { historyOf } from '../train/history.ts';

/**
 * The rows of a run's history.csv.
 *
 * @throws NnError('input')
 */
export async function readHistory(
  { files }: { readonly files: Files },
  folder: string,
): Promise<HistoryRow[]> {
  const file = await load(await files.open(fileIn(folder, HISTORY)), { inputFormat: 'csv' });
  const table = historyOf(toTable(file));
  const valuesOf = (name: string) => {
    const found = table.columns.find((column) => column.name === name);
    return found?.kind === 'number' ? found.values : undefined;
  };
  const known = [...columnFigures].flatMap(([column, { key }]) => {
    const values = valuesOf(column);
    return values ? [[key, values] as const] : [];
  });
  return Array.from(valuesOf('epoch') ?? [], (epoch, i) => ({
    epoch,
    loss: NaN,
    ...(Object.fromEntries(known.map(([key, values]) => [key, values[i]])) as Partial<HistoryRow>),
  }));
}

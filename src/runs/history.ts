import type { HistoryRow } from '../explain/diagnosis/define.ts';
import type { Files } from '../host/files.ts';
import { readHistoryTable } from '../inputs/history.ts';
import { columnFigures } from '../train/epochFigures.ts';

/**
 * The rows of a run's history.csv.
 *
 * @throws NnError('input')
 */
export async function readHistory(ports: { readonly files: Files }, folder: string): Promise<HistoryRow[]> {
  const table = await readHistoryTable(ports, folder);
  const valuesOf = (name: string) => {
    const found = table?.columns.find((column) => column.name === name);
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

import type { HistoryRow } from '../explain/diagnosis/define.ts';
import { toTable } from '../formats/convert.ts';
import { load } from '../formats/load.ts';
import type { Files } from '../host/files.ts';
import { fileIn, HISTORY } from '../inputs/runFiles.ts';

/** The columns of history.csv by the names of the figures. */
const columns: Readonly<Record<string, string>> = {
  loss: 'loss',
  dataLoss: 'data_loss',
  accuracy: 'accuracy',
  learningRate: 'learning_rate',
  validationLoss: 'val_loss',
  validationAccuracy: 'val_accuracy',
};

/** The rows of a run's history.csv. @throws NnError('input') */
export async function readHistory(
  { files }: { readonly files: Files },
  folder: string,
): Promise<HistoryRow[]> {
  const table = toTable(await load(await files.open(fileIn(folder, HISTORY)), { inputFormat: 'csv' }));
  const valuesOf = (name: string) => {
    const found = table.columns.find((column) => column.name === name);
    return found?.kind === 'number' ? found.values : undefined;
  };
  const known = Object.entries(columns).flatMap(([figure, column]) => {
    const values = valuesOf(column);
    return values ? [[figure, values] as const] : [];
  });
  return Array.from(valuesOf('epoch') ?? [], (epoch, i) => ({
    epoch,
    loss: NaN,
    ...(Object.fromEntries(known.map(([figure, values]) => [figure, values[i]])) as Partial<HistoryRow>),
  }));
}

import { numberColumn } from '../data/convert.ts';
import { toTensor } from '../formats/convert.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import { load } from '../formats/load.ts';
import type { Files } from '../host/files.ts';

/**
 * The table with the values of a label file as its last column, `label`.
 *
 * @throws NnError('input') when the file does not have one label per row
 */
export async function withLabels(
  { files }: { readonly files: Files },
  table: Table,
  file: string,
): Promise<Table> {
  const source = await files.open(file);
  const tensor = toTensor(await load(source, {}));
  const values = Float64Array.from(tensor.data, Number);
  if (values.length !== table.rows) {
    throw inputError(`found ${values.length} labels for ${table.rows} rows of ${table.source}`, {
      where: { source: file },
      hint: 'a label file has one number for each row of the data',
    });
  }
  const label = numberColumn('label', values);
  return { ...table, columns: [...table.columns, label] };
}

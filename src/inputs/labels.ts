import { float64Of } from '../tensor/numbers.ts';
import { numberColumn } from '../data/convert.ts';
import { toTensor } from '../formats/convert.ts';
import type { Column, Table } from '../data/table.ts';
import { columnOfIntegers } from '../data/wideIntegers.ts';
import type { Loaded } from '../formats/define.ts';
import { inputError } from '../errors.ts';
import { load } from '../formats/load.ts';
import type { Files } from '../host/files.ts';
import { counted } from '../util/plural.ts';

/** The only column of a file: numbers, or texts such as an array of them holds. */
function labelColumn(loaded: Loaded): Column {
  if (loaded.kind === 'table' && loaded.table.columns.length === 1)
    return { ...loaded.table.columns[0], name: 'label' };
  const { data } = toTensor(loaded);
  const values = float64Of(data);
  const isWide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  return isWide && !values.every(Number.isSafeInteger)
    ? columnOfIntegers('label', Array.from(data))
    : numberColumn('label', values);
}

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
  const label = labelColumn(await load(source, {}));
  const found = label.kind === 'number' ? label.values.length : label.codes.length;
  if (found !== table.rows) {
    throw inputError(
      `found ${counted(found, 'label')} for ${counted(table.rows, 'row')} of ${table.source}`,
      {
        where: { source: file },
        hint: 'a label file has one number for each row of the data',
      },
    );
  }
  return { ...table, columns: [...table.columns, label] };
}

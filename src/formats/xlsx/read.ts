import type { Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import { closedAfter } from '../closing.ts';
import type { ByteSource, ReadOptions } from '../define.ts';
import { readNumberFormats } from './numberFormats.ts';
import { openPackage } from './package.ts';
import type { Package } from './package.ts';
import { readSheet } from './sheet.ts';
import { tableOfSheet } from './table.ts';
import { readSharedTexts } from './texts.ts';
import { chooseSheet, readWorkbook } from './workbook.ts';

/**
 * Reads one sheet of an Excel workbook.
 *
 * @throws NnError('input') when it is damaged, protected, of another program, or the sheet holds no table
 */
export async function readXlsx(source: ByteSource, options: ReadOptions): Promise<Table> {
  return closedAfter(await openPackage(source), (archive) => readSheetOf(archive, source, options));
}

async function readSheetOf(archive: Package, source: ByteSource, options: ReadOptions): Promise<Table> {
  const workbook = await readWorkbook(archive);
  const sheet = chooseSheet(workbook, options.sheet, source.name);
  const others = workbook.sheets.filter((other) => other !== sheet).map(({ name }) => `"${name}"`);
  const cells = await readSheet(archive, sheet.part, {
    texts: await readSharedTexts(archive, workbook.strings),
    styles: await readNumberFormats(archive, workbook.styles),
    from1904: workbook.from1904,
  });
  if (cells.rows.length === 0)
    throw inputError(`the sheet "${sheet.name}" is empty`, {
      where: { source: source.name },
      ...(others.length > 0 && { hint: `choose another one with --sheet: ${others.join(', ')}` }),
    });
  if (options.sheet === undefined && others.length > 0)
    source.note?.(`${source.name}: sheet "${sheet.name}" is read, not ${others.join(', ')} (--sheet)`);
  return tableOfSheet(cells, source, options, others);
}

import type { Format } from '../define.ts';
import { latin1Text } from '../../util/latin1.ts';

/** Names of the first files in a workbook's archive, and in those that are told from it when they are read. */
const PARTS = /\[Content_Types\]\.xml|_rels\/|xl\/|docProps\/|application\/vnd\.oasis/;
const OLE = '\u00d0\u00cf\u0011\u00e0';

function isWorkbook(head: Uint8Array): boolean {
  const text = latin1Text(head);
  return text.startsWith(OLE) || (text.startsWith('PK\u0003\u0004') && PARTS.test(text));
}

/** Excel's workbooks; files of older or other programs are refused with a word about what they are. */
export const xlsx: Format = {
  name: 'xlsx',
  extensions: ['xlsx', 'xlsm', 'xls', 'xlsb', 'ods'],
  sniff: isWorkbook,
  async read(source, options) {
    const { readXlsx } = await import('./read.ts');
    return { kind: 'table', table: await readXlsx(source, options) };
  },
};

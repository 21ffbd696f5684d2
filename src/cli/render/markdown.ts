import { cellText } from '../../formats/csv/write.ts';
import { isNumeric, rowsOf } from '../../report/columns.ts';
import type { RowStream } from '../../report/result.ts';
import { visible, visibleLines } from '../../util/visible.ts';

/** A text as a cell of a table in Markdown (GitHub Flavored Markdown, 4.10 and 6.1): one line, no markup. */
export const escapeCell = (text: string): string =>
  visible(
    text
      .replaceAll(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
      .replaceAll(/[|<]/g, '\\$&')
      .replaceAll(/\r\n|[\n\r\u2028\u2029]/g, '<br>'),
  );

/** A text outside of tables: what looks like HTML is none. */
export const escapeText = (text: string): string => visibleLines(text.replaceAll('<', '\\<'));

const row = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |\n`;

/** Rows as a table, batch by batch; columns of numbers are aligned to the right. */
export async function* markdownRows(data: RowStream): AsyncGenerator<string> {
  let begun = false;
  for await (const batch of data.batches()) {
    let text = '';
    if (!begun) {
      const rules = data.columns.map((_, c) => (batch[c] && isNumeric(batch[c]) ? ' ---: ' : ' --- '));
      text = `${row(data.columns)}|${rules.join('|')}|\n`;
      begun = true;
    }
    const rows = rowsOf(batch);
    for (let r = 0; r < rows; r++) text += row(batch.map((column) => cellText(column, r)));
    yield text;
  }
  if (!begun) yield `${row(data.columns)}|${data.columns.map(() => ' --- ').join('|')}|\n`;
}

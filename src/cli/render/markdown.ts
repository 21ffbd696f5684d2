import { cellText } from '../../formats/csv/write.ts';
import { isNumeric, rowsOf } from '../../report/columns.ts';
import type { RowStream } from '../../report/result.ts';
import { escapeMarkdownCell } from '../../util/markup.ts';

const row = (cells: readonly string[]) => `| ${cells.map(escapeMarkdownCell).join(' | ')} |\n`;

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

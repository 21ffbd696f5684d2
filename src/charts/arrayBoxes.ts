/** Cells of a matrix to draw, with `…` where rows or columns are left out. */
function shown(length: number, most: number): (number | null)[] {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  const head = Math.ceil((most - 1) / 2);
  const tail = most - 1 - head;
  return [
    ...Array.from({ length: head }, (_, i) => i),
    null,
    ...Array.from({ length: tail }, (_, i) => length - tail + i),
  ];
}

/**
 * A matrix as a box with one cell per element, at most `width` characters wide; long axes are cut in the middle.
 *
 * @param cell text of the element in a row and column
 */
export function boxes(
  rows: number,
  columns: number,
  cell: (row: number, column: number) => string,
  width: number,
  mostRows = 8,
): string[] {
  const rowList = shown(rows, mostRows);
  for (let most = Math.min(columns, 12); ; most--) {
    const columnList = shown(columns, most);
    const texts = rowList.map((r) => columnList.map((c) => (r === null || c === null ? '…' : cell(r, c))));
    const widths = columnList.map((_, c) => Math.max(...texts.map((line) => line[c].length)));
    const total = widths.reduce((sum, w) => sum + w + 3, 1);
    if (total > width && most > 2) continue;
    const rule = (left: string, middle: string, right: string) =>
      left + widths.map((w) => '─'.repeat(w + 2)).join(middle) + right;
    const lines = texts.map((line) => `│ ${line.map((text, c) => text.padStart(widths[c])).join(' │ ')} │`);
    return [
      rule('┌', '┬', '┐'),
      ...lines.flatMap((line, i) => (i === 0 ? [line] : [rule('├', '┼', '┤'), line])),
      rule('└', '┴', '┘'),
    ];
  }
}

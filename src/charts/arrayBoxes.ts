import { visible } from '../util/visible.ts';
import { maxOf } from '../util/extremes.ts';
import { padEnd, padStart, textWidth } from '../util/textWidth.ts';

/** Places along an axis to draw, `most` of them at most; null where some in the middle are left out. */
export function shownPlaces(length: number, most: number): (number | null)[] {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  const head = Math.ceil((most - 1) / 2);
  const tail = most - 1 - head;
  return [
    ...Array.from({ length: head }, (_, i) => i),
    null,
    ...Array.from({ length: tail }, (_, i) => length - tail + i),
  ];
}

/** Rows and columns that are drawn at most. */
export const MOST_ROWS = 8;
export const MOST_COLUMNS = 12;

export interface Boxed {
  readonly rows: number;
  readonly columns: number;
  /** Text of the element in a row and column; asked for those of `shownPlaces` only. */
  readonly cell: (row: number, column: number) => string;
  /** Names beside the rows and above the columns; none where absent. */
  readonly rowName?: (row: number) => string;
  readonly columnName?: (column: number) => string;
}

/**
 * A matrix as a box with one cell per element, at most `width` characters wide; long axes are cut in the
 * middle.
 */
export function boxes({ rows, columns, cell, rowName, columnName }: Boxed, width: number): string[] {
  const rowList = shownPlaces(rows, MOST_ROWS);
  const names = rowName ? rowList.map((r) => (r === null ? '…' : visible(rowName(r)))) : [];
  const left = names.reduce((most, name) => Math.max(most, textWidth(name) + 1), 0);
  for (let most = Math.min(columns, MOST_COLUMNS); ; most--) {
    const columnList = shownPlaces(columns, most);
    const texts = rowList.map((r) => columnList.map((c) => (r === null || c === null ? '…' : cell(r, c))));
    const heads = columnName ? columnList.map((c) => (c === null ? '…' : visible(columnName(c)))) : [];
    const widths = columnList.map((_, c) =>
      Math.max(textWidth(heads[c] ?? ''), maxOf(texts.map((line) => textWidth(line[c])))),
    );
    const total = widths.reduce((sum, w) => sum + w + 3, left + 1);
    if (total > width && most > 2) continue;
    const margin = ' '.repeat(left);
    const rule = (begin: string, middle: string, end: string) =>
      margin + begin + widths.map((w) => '─'.repeat(w + 2)).join(middle) + end;
    const lines = texts.map(
      (line, r) =>
        `${padEnd(padStart(names[r] ?? '', left - 1), left)}│ ${line.map((text, c) => padStart(text, widths[c])).join(' │ ')} │`,
    );
    const header = `${margin}  ${heads.map((name, c) => padStart(name, widths[c])).join('   ')}`;
    return [
      ...(columnName ? [header] : []),
      rule('┌', '┬', '┐'),
      ...lines.flatMap((line, i) => (i === 0 ? [line] : [rule('├', '┼', '┤'), line])),
      rule('└', '┴', '┘'),
    ];
  }
}

/** Drawings next to each other, as many as the width holds, the others below. */
export function sideBySide(drawings: readonly (readonly string[])[], width: number): string[] {
  const GAP = 3;
  const lines: string[] = [];
  for (let from = 0; from < drawings.length;) {
    let to = from;
    let used = 0;
    const widthOf = (drawing: readonly string[]) => maxOf(drawing.map(textWidth));
    while (to < drawings.length) {
      const more = (to > from ? GAP : 0) + widthOf(drawings[to]);
      if (to > from && used + more > width) break;
      used += more;
      to++;
    }
    const group = drawings.slice(from, to);
    const widths = group.map(widthOf);
    const height = maxOf(group.map((drawing) => drawing.length));
    if (from > 0) lines.push('');
    for (let y = 0; y < height; y++)
      lines.push(
        group
          .map((drawing, i) => padEnd(drawing[y] ?? '', widths[i]))
          .join(' '.repeat(GAP))
          .trimEnd(),
      );
    from = to;
  }
  return lines;
}

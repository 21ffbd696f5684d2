import { cellInLine } from '../../report/oneLine.ts';
import type { Block, Text } from '../../report/result.ts';
import { maxOf } from '../../util/extremes.ts';
import { textWidth } from '../../util/textWidth.ts';
import { visible } from '../../util/visible.ts';
import type { Sheet } from './facts.ts';
import { cellWidth, fitWidths, foldWords } from './fold.ts';
import { paintText, plainText } from './paint.ts';

type TableBlock = Extract<Block, { kind: 'table' }>;

/** Blanks between two columns. */
const GAP = 2;

/** Some columns of a table, and how wide they are. */
interface Shown {
  readonly shown: readonly number[];
  readonly widths: readonly number[];
  /** How wide they would be with all their words whole. */
  readonly whole: readonly number[];
  /** Whether they hold words, which can be folded. */
  readonly words: readonly boolean[];
}

const totalOf = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width + GAP, -GAP);

/**
 * Columns that fit the width, and how wide they are. The least important ones (highest dropAt) go first;
 * those that fit beside a wide one that had to go come back.
 */
function fitting(table: TableBlock, width: number): Shown {
  const rows = [...table.rows, ...(table.foot ?? [])];
  const bodies = table.columns.map((_, c) => Math.max(0, maxOf(rows.map((row) => cellWidth(row[c] ?? '')))));
  const widths = table.columns.map(({ name }, c) => Math.max(textWidth(name), bodies[c]));
  let shown = table.columns.map((_, c) => c);
  const total = () => totalOf(shown.map((c) => widths[c]));
  while (total() > width) {
    const drop = shown
      .filter((c) => (table.columns[c].dropAt ?? 0) > 0)
      .sort((a, b) => (table.columns[b].dropAt ?? 0) - (table.columns[a].dropAt ?? 0))[0];
    if (drop === undefined) break;
    shown = shown.filter((c) => c !== drop);
  }
  const dropped = table.columns.map((_, c) => c).filter((c) => !shown.includes(c));
  dropped.sort((a, b) => (table.columns[a].dropAt ?? 0) - (table.columns[b].dropAt ?? 0));
  for (const c of dropped)
    if (total() + widths[c] + GAP <= width) shown = [...shown, c].sort((a, b) => a - b);
  const words = shown.map((c) => table.columns[c].align !== 'right');
  // Names of columns stand in several lines before anything in the columns does.
  const narrow = (c: number) => Math.max(bodies[c], maxOf(table.columns[c].name.split(' ').map(textWidth)));
  const fits = total() <= width;
  const whole = shown.map(fits ? (c) => widths[c] : narrow);
  return { shown, widths: fits ? whole : fitWidths(whole, words, width), whole, words };
}

/** A table whose columns do not fit side by side, in parts below each other; each begins with the first column. */
function inParts(all: Shown, width: number): Shown[] {
  const { shown, widths, whole, words } = all;
  if (totalOf(widths) <= width || shown.length < 3) return [all];
  // Of the columns as they stand in `shown`; what two of them have room for need not be folded.
  const parts: number[][] = [];
  for (let i = 1; i < shown.length; i++) {
    const last = parts.at(-1);
    if (last && totalOf([...last, i].map((at) => whole[at])) <= width) last.push(i);
    else parts.push([0, i]);
  }
  return parts.map((part) => {
    const of = <T>(values: readonly T[]) => part.map((at) => values[at]);
    const own = { shown: of(shown), whole: of(whole), words: of(words) };
    return { ...own, widths: fitWidths(own.whole, own.words, width) };
  });
}

/** Letters of a cell that are shown: names in files may be as long as they like. */
const LONGEST_CELL = 400;

function shortened(text: Text): Text {
  const plain = plainText(text);
  if (plain.length <= LONGEST_CELL) return text;
  return `${plain.slice(0, LONGEST_CELL * 0.7)}…${plain.slice(-LONGEST_CELL * 0.2)}`;
}

/** A table in which every cell is one line. */
function tableInLines(table: TableBlock): TableBlock {
  const lines = (rows: readonly (readonly Text[])[]) =>
    rows.map((row) => row.map((cell) => shortened(cellInLine(cell))));
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: plainText(shortened(visible(column.name))) })),
    rows: lines(table.rows),
    ...(table.foot && { foot: lines(table.foot) }),
  };
}

/** A line of a cell: as it is shown, and its width without colours. */
interface Line {
  readonly shown: string;
  readonly width: number;
}

/** Some columns of a table as lines. */
function partLines(table: TableBlock, { shown, widths }: Shown, { width, paint, fold }: Sheet): string[] {
  const linesOf = (text: Text, most: number, strong: boolean): Line[] => {
    const plain = plainText(text);
    if (cellWidth(text) <= most)
      return [{ shown: strong ? paint('strong', plain) : paintText(text, paint), width: textWidth(plain) }];
    return foldWords(plain, most).map((line) => ({
      shown: paint(strong ? 'strong' : 'plain', line),
      width: textWidth(line),
    }));
  };
  const row = (cells: readonly Text[], strong: boolean) =>
    shown.map((c, i) => linesOf(cells[c] ?? '', widths[i], strong));
  const head = row(
    table.columns.map(({ name }) => name),
    true,
  );
  const body = table.rows.map((cells) => row(cells, false));
  const foot = (table.foot ?? []).map((cells) => row(cells, true));
  const wide = shown.map((_, i) =>
    maxOf([head, ...body, ...foot].flatMap((cells) => cells[i].map((line) => line.width))),
  );
  const joined = (cells: readonly Line[][]): { text: string; width: number }[] =>
    Array.from({ length: maxOf(cells.map((lines) => lines.length)) }, (_, at) => {
      let text = '';
      let used = 0;
      let begin = 0;
      cells.forEach((lines, i) => {
        const line = lines[at];
        if (line !== undefined && line.width > 0) {
          const before = table.columns[shown[i]].align === 'right' ? wide[i] - line.width : 0;
          text += ' '.repeat(begin + before - used) + line.shown;
          used = begin + before + line.width;
        }
        begin += wide[i] + GAP;
      });
      return { text, width: used };
    });
  const [top, middle, bottom] = [[head], body, foot].map((rows) => rows.flatMap(joined));
  // As long as the lines, which nobody folds in a pipe.
  const longest = maxOf([...top, ...middle, ...bottom].map((line) => line.width));
  const rule = paint('dim', '─'.repeat(fold ? Math.min(width, longest) : longest));
  const texts = (lines: readonly { readonly text: string }[]) => lines.map(({ text }) => text.trimEnd());
  return [...texts(top), rule, ...texts(middle), ...(bottom.length > 0 ? [rule, ...texts(bottom)] : [])];
}

/** Letters in bold, on a screen in lines of its width. */
export const strongLines = (text: string, { width, paint, fold }: Sheet): string =>
  (fold ? foldWords(text, width) : [text]).map((line) => paint('strong', line)).join('\n');

/** A table as lines. */
export function renderTable(given: TableBlock, sheet: Sheet): string[] {
  const table = tableInLines(given);
  const all = fitting(table, sheet.width);
  const parts = sheet.fold ? inParts(all, sheet.width) : [all];
  const body = parts.flatMap((part, i) => [...(i === 0 ? [] : ['']), ...partLines(table, part, sheet)]);
  return table.title === undefined ? body : [strongLines(table.title, sheet), ...body];
}

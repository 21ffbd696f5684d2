import { cellInLine, namesInLine } from '../../report/oneLine.ts';
import type { Block, TableColumn, Text } from '../../report/result.ts';
import { visible, visibleLines } from '../../util/visible.ts';
import { escapeMarkdown, escapeMarkdownCell, escapeMarkdownInline, fenced } from '../../util/markup.ts';
import { cellWidth, fitWidths, foldFormula, foldText, foldWords } from './fold.ts';
import { paintText, plainPainter, plainText } from './paint.ts';
import type { Painter } from './paint.ts';
import { maxOf } from '../../util/extremes.ts';

type TableBlock = Extract<Block, { kind: 'table' }>;

/**
 * Columns that fit the width, and how wide they are. The least important ones (highest dropAt) go first;
 * those that fit beside a wide one that had to go come back.
 */
function fitting(table: TableBlock, width: number): { shown: number[]; widths: number[] } {
  const rows = [...table.rows, ...(table.foot ?? [])];
  const bodies = table.columns.map((_, c) => Math.max(0, maxOf(rows.map((row) => cellWidth(row[c] ?? '')))));
  const widths = table.columns.map(({ name }, c) => Math.max(name.length, bodies[c]));
  let shown = table.columns.map((_, c) => c);
  const total = () => shown.reduce((sum, c) => sum + widths[c] + 2, -2);
  while (total() > width) {
    const drop = shown
      .filter((c) => (table.columns[c].dropAt ?? 0) > 0)
      .sort((a, b) => (table.columns[b].dropAt ?? 0) - (table.columns[a].dropAt ?? 0))[0];
    if (drop === undefined) break;
    shown = shown.filter((c) => c !== drop);
  }
  const dropped = table.columns.map((_, c) => c).filter((c) => !shown.includes(c));
  dropped.sort((a, b) => (table.columns[a].dropAt ?? 0) - (table.columns[b].dropAt ?? 0));
  for (const c of dropped) if (total() + widths[c] + 2 <= width) shown = [...shown, c].sort((a, b) => a - b);
  const words = shown.map((c) => table.columns[c].align !== 'right');
  // Names of columns stand in several lines before anything in the columns does.
  const narrow = (c: number) =>
    Math.max(bodies[c], maxOf(table.columns[c].name.split(' ').map((word) => word.length)));
  const fits = total() <= width;
  return { shown, widths: fits ? shown.map((c) => widths[c]) : fitWidths(shown.map(narrow), words, width) };
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

/** Rows that are drawn at a time: what draws them compares each with all others. */
const PART = 100;

/**
 * The lines of a grid of many rows.
 *
 * @param draw rows as lines; it fills in the widths of columns that it is not given
 */
function drawnInParts(
  rows: readonly string[][],
  draw: (part: readonly string[][], widths: number[]) => string,
): string[] {
  const parts = Array.from({ length: Math.ceil(rows.length / PART) }, (_, i) =>
    rows.slice(i * PART, (i + 1) * PART),
  );
  if (parts.length === 1) return draw(rows, []).split('\n');
  const widths: number[] = [];
  for (const part of parts) {
    const own: number[] = [];
    draw(part, own);
    own.forEach((width, c) => (widths[c] = Math.max(widths[c] ?? 0, width)));
  }
  return parts.flatMap((part) => draw(part, [...widths]).split('\n'));
}

/** Letters of a cell that are shown: names in files may be as long as they like. */
const LONGEST_CELL = 400;

function shortened(text: Text): Text {
  const plain = plainText(text);
  if (plain.length <= LONGEST_CELL) return text;
  return `${plain.slice(0, LONGEST_CELL * 0.7)}…${plain.slice(-LONGEST_CELL * 0.2)}`;
}

async function renderTable(given: TableBlock, width: number, paint: Painter): Promise<string[]> {
  const table = tableInLines(given);
  const { default: Table } = await import('cli-table3');
  const { shown, widths } = fitting(table, width);
  const align = (column: TableColumn) => column.align ?? 'left';
  const none = {
    left: '',
    'left-mid': '',
    right: '',
    'right-mid': '',
    middle: '',
    'mid-mid': '',
    'top-mid': '',
    'bottom-mid': '',
    'top-left': '',
    'top-right': '',
    'bottom-left': '',
    'bottom-right': '',
    top: '',
    bottom: '',
    mid: '',
  };
  const draw = (part: readonly string[][], colWidths: number[]) => {
    const grid = new Table({
      chars: none,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
      colAligns: shown.map((c) => align(table.columns[c])),
      colWidths,
    });
    for (const row of part) grid.push(row);
    return grid.toString();
  };
  const cells = (row: readonly Text[], tone?: 'strong') =>
    shown.map((c, i) => {
      const text = row[c] ?? '';
      if (cellWidth(text) <= widths[i]) return tone ? paint(tone, plainText(text)) : paintText(text, paint);
      return foldWords(plainText(text), widths[i])
        .map((line) => paint(tone ?? 'plain', line))
        .join('\n');
    });
  const names = table.columns.map(({ name }) => name);
  const lines = drawnInParts(
    [
      cells(names, 'strong'),
      ...table.rows.map((row) => cells(row)),
      ...(table.foot ?? []).map((row) => cells(row, 'strong')),
    ],
    draw,
  ).map((line) => line.trimEnd());
  const rule = paint('dim', '─'.repeat(Math.min(width, maxOf(lines.map((line) => stripAnsi(line).length)))));
  const head = shown.reduce(
    (most, c, i) => Math.max(most, foldWords(table.columns[c].name, widths[i]).length),
    1,
  );
  const body = [...lines.slice(0, head), rule, ...lines.slice(head)];
  if (table.foot && table.foot.length > 0) body.splice(body.length - table.foot.length, 0, rule);
  return table.title === undefined ? body : [paint('strong', table.title), ...body];
}

// The escape character is what is looked for.
// oxlint-disable-next-line no-control-regex
export const stripAnsi = (text: string): string => text.replaceAll(/\u001B\[[0-9;]*m/g, '');

/**
 * Blocks as lines for a terminal or a pipe.
 *
 * @param fold paragraphs too, as nobody will search the lines
 */
export async function renderBlocks(
  blocks: readonly Block[],
  width: number,
  paint: Painter,
  fold = false,
): Promise<string> {
  const folded = (text: Text, room = width) => (fold ? foldText(text, room) : text);
  const parts: string[] = [];
  for (const given of blocks) {
    const block = namesInLine(given);
    switch (block.kind) {
      case 'heading':
        parts.push(paint('strong', block.text));
        break;
      case 'text':
        parts.push(paintText(folded(block.text), paint));
        break;
      case 'preformatted':
        if (block.spans && paint !== plainPainter)
          parts.push(block.spans.map((line) => paintText(line, paint)).join('\n'));
        else parts.push(visibleLines(block.equations ? foldFormula(block.text, width) : block.text));
        break;
      case 'formula':
        parts.push(visibleLines(foldFormula(block.plain, width)));
        break;
      case 'warning':
        parts.push(
          paint('warn', `warning: ${block.text}`) +
            (block.hint === undefined ? '' : `\n${visibleLines(plainText(folded(`hint: ${block.hint}`)))}`),
        );
        break;
      case 'facts': {
        const { facts } = block;
        const left = maxOf(facts.map(([name]) => name.length)) + 2;
        parts.push(
          facts
            .map(([name, value]) => {
              const [first, ...rest] = paintText(folded(value, Math.max(20, width - left)), paint).split(
                '\n',
              );
              return [
                paint('dim', name.padEnd(left)) + first,
                ...rest.map((line) => ' '.repeat(left) + line),
              ].join('\n');
            })
            .join('\n'),
        );
        break;
      }
      case 'written':
        parts.push((await renderBlocks(block.blocks, width, paint, fold)).trimEnd());
        break;
      case 'table':
        parts.push((await renderTable(block, width, paint)).join('\n'));
        break;
    }
  }
  return parts.length === 0 ? '' : `${parts.join('\n\n')}\n`;
}

/** Blocks as Markdown. */
export function renderMarkdown(blocks: readonly Block[]): string {
  const parts = blocks.map((given) => {
    const block = namesInLine(given);
    switch (block.kind) {
      case 'heading':
        return `## ${escapeMarkdown(block.text)}`;
      case 'text':
        return escapeMarkdown(plainText(block.text));
      case 'preformatted':
        return fenced(block.text);
      case 'formula':
        return `$$\n${block.latex}\n$$`;
      case 'warning':
        return `> **Warning:** ${escapeMarkdown(block.text + (block.hint === undefined ? '' : ` (${block.hint})`))}`;
      case 'written':
        return block.markdown.trimEnd();
      case 'facts':
        return block.facts
          .map(
            ([name, value]) =>
              `- **${escapeMarkdownInline(name)}**: ${escapeMarkdownInline(plainText(value))}`,
          )
          .join('\n');
      case 'table': {
        const row = (cells: readonly Text[]) =>
          `| ${cells.map((cell) => escapeMarkdownCell(plainText(cell))).join(' | ')} |`;
        const lines = [
          row(block.columns.map(({ name }) => name)),
          `|${block.columns.map(({ align }) => (align === 'right' ? ' ---: ' : ' --- ')).join('|')}|`,
          ...[...block.rows, ...(block.foot ?? [])].map(row),
        ];
        return (block.title === undefined ? '' : `### ${escapeMarkdown(block.title)}\n\n`) + lines.join('\n');
      }
    }
  });
  return `${parts.join('\n\n')}\n`;
}

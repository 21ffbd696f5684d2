import type { Block, TableColumn, Text } from '../../report/result.ts';
import { paintText, plainText } from './paint.ts';
import type { Painter } from './paint.ts';

type TableBlock = Extract<Block, { kind: 'table' }>;

/** Columns that fit the width; the least important ones (highest dropAt) go first. */
function fitting(table: TableBlock, width: number): number[] {
  const widths = table.columns.map((column, c) =>
    Math.max(
      column.name.length,
      ...[...table.rows, ...(table.foot ?? [])].map((row) => plainText(row[c] ?? '').length),
    ),
  );
  let shown = table.columns.map((_, c) => c);
  const total = () => shown.reduce((sum, c) => sum + widths[c] + 2, 0);
  while (total() > width) {
    const drop = shown
      .filter((c) => (table.columns[c].dropAt ?? 0) > 0)
      .sort((a, b) => (table.columns[b].dropAt ?? 0) - (table.columns[a].dropAt ?? 0))[0];
    if (drop === undefined) break;
    shown = shown.filter((c) => c !== drop);
  }
  return shown;
}

async function renderTable(table: TableBlock, width: number, paint: Painter): Promise<string[]> {
  const { default: Table } = await import('cli-table3');
  const shown = fitting(table, width);
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
  const grid = new Table({
    chars: none,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colAligns: shown.map((c) => align(table.columns[c])),
  });
  const cells = (row: readonly Text[], tone?: 'strong') =>
    shown.map((c) => (tone ? paint(tone, plainText(row[c] ?? '')) : paintText(row[c] ?? '', paint)));
  grid.push(shown.map((c) => paint('strong', table.columns[c].name)));
  for (const row of table.rows) grid.push(cells(row));
  for (const row of table.foot ?? []) grid.push(cells(row, 'strong'));
  const lines = grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const rule = paint(
    'dim',
    '─'.repeat(Math.min(width, Math.max(...lines.map((line) => stripAnsi(line).length)))),
  );
  const body = [lines[0], rule, ...lines.slice(1)];
  if (table.foot && table.foot.length > 0) body.splice(body.length - table.foot.length, 0, rule);
  return table.title === undefined ? body : [paint('strong', table.title), ...body];
}

// The escape character is what is looked for.
// oxlint-disable-next-line no-control-regex
export const stripAnsi = (text: string): string => text.replaceAll(/\u001B\[[0-9;]*m/g, '');

/** Blocks as lines for a terminal or a pipe. */
export async function renderBlocks(blocks: readonly Block[], width: number, paint: Painter): Promise<string> {
  const parts: string[] = [];
  for (const block of blocks) {
    switch (block.kind) {
      case 'heading':
        parts.push(paint('strong', block.text));
        break;
      case 'text':
        parts.push(paintText(block.text, paint));
        break;
      case 'preformatted':
        parts.push(block.spans ? block.spans.map((line) => paintText(line, paint)).join('\n') : block.text);
        break;
      case 'formula':
        parts.push(block.plain);
        break;
      case 'warning':
        parts.push(
          paint('warn', `warning: ${block.text}`) + (block.hint === undefined ? '' : `\nhint: ${block.hint}`),
        );
        break;
      case 'facts': {
        const left = Math.max(...block.facts.map(([name]) => name.length)) + 2;
        parts.push(
          block.facts
            .map(([name, value]) => paint('dim', name.padEnd(left)) + paintText(value, paint))
            .join('\n'),
        );
        break;
      }
      case 'table':
        parts.push((await renderTable(block, width, paint)).join('\n'));
        break;
    }
  }
  return parts.length === 0 ? '' : `${parts.join('\n\n')}\n`;
}

const escapeCell = (text: string) => text.replaceAll('|', '\\|');

/** Blocks as Markdown. */
export function renderMarkdown(blocks: readonly Block[]): string {
  const parts = blocks.map((block) => {
    switch (block.kind) {
      case 'heading':
        return `## ${block.text}`;
      case 'text':
        return plainText(block.text);
      case 'preformatted':
        return `\`\`\`\n${block.text}\n\`\`\``;
      case 'formula':
        return `$$\n${block.latex}\n$$`;
      case 'warning':
        return `> **Warning:** ${block.text}${block.hint === undefined ? '' : ` (${block.hint})`}`;
      case 'facts':
        return block.facts.map(([name, value]) => `- **${name}**: ${plainText(value)}`).join('\n');
      case 'table': {
        const row = (cells: readonly Text[]) =>
          `| ${cells.map((cell) => escapeCell(plainText(cell))).join(' | ')} |`;
        const lines = [
          row(block.columns.map(({ name }) => name)),
          `|${block.columns.map(({ align }) => (align === 'right' ? ' ---: ' : ' --- ')).join('|')}|`,
          ...[...block.rows, ...(block.foot ?? [])].map(row),
        ];
        return (block.title === undefined ? '' : `### ${block.title}\n\n`) + lines.join('\n');
      }
    }
  });
  return `${parts.join('\n\n')}\n`;
}

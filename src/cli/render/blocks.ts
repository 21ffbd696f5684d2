import { namesInLine } from '../../report/oneLine.ts';
import type { Block, Text } from '../../report/result.ts';
import { visibleLines } from '../../util/visible.ts';
import { escapeMarkdown, escapeMarkdownCell, escapeMarkdownInline, fenced } from '../../util/markup.ts';
import { foldFormula, foldText } from './fold.ts';
import { paintText, plainPainter, plainText } from './paint.ts';
import type { Painter } from './paint.ts';
import { renderFacts } from './facts.ts';
import { renderTable, strongLines } from './table.ts';

/**
 * Blocks as lines for a terminal or a pipe.
 *
 * @param fold paragraphs too, as nobody will search the lines
 */
export function renderBlocks(blocks: readonly Block[], width: number, paint: Painter, fold = false): string {
  const sheet = { width, paint, fold };
  const folded = (text: Text) => (fold ? foldText(text, width) : text);
  const parts: string[] = [];
  for (const given of blocks) {
    const block = namesInLine(given);
    switch (block.kind) {
      case 'heading':
        parts.push(strongLines(block.text, sheet));
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
          paint('warn', plainText(folded(`warning: ${block.text}`))) +
            (block.hint === undefined ? '' : `\n${visibleLines(plainText(folded(`hint: ${block.hint}`)))}`),
        );
        break;
      case 'facts':
        parts.push(renderFacts(block.facts, sheet));
        break;
      case 'written':
        parts.push(renderBlocks(block.blocks, width, paint, fold).trimEnd());
        break;
      case 'table':
        parts.push(renderTable(block, sheet).join('\n'));
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

import { escapeHtml } from '../util/markup.ts';
import { cellInLine, namesInLine } from './oneLine.ts';
import type { Block, Text } from './result.ts';

function inline(text: Text): string {
  if (typeof text === 'string') return escapeHtml(text);
  return text
    .map((span) =>
      span.tone === 'plain'
        ? escapeHtml(span.text)
        : `<span class="${span.tone}">${escapeHtml(span.text)}</span>`,
    )
    .join('');
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h3>${escapeHtml(block.text)}</h3>`;
    case 'text':
      return `<p>${inline(block.text)}</p>`;
    case 'preformatted':
      return `<pre>${escapeHtml(block.text)}</pre>`;
    case 'formula':
      return `<pre class="formula">${escapeHtml(block.plain)}</pre>`;
    case 'warning': {
      const hint = block.hint === undefined ? '' : `<br>${escapeHtml(block.hint)}`;
      return `<p class="warning"><strong>Warning:</strong> ${escapeHtml(block.text)}${hint}</p>`;
    }
    case 'written':
      return blocksHtml(block.blocks);
    case 'facts':
      return `<dl>${block.facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${inline(value)}</dd>`).join('')}</dl>`;
    case 'table': {
      const row = (cells: readonly Text[], tag: 'td' | 'th') =>
        `<tr>${cells.map((cell, c) => `<${tag} class="${block.columns[c]?.align ?? 'left'}">${inline(cellInLine(cell))}</${tag}>`).join('')}</tr>`;
      const caption = block.title === undefined ? '' : `<caption>${escapeHtml(block.title)}</caption>`;
      const head = row(
        block.columns.map(({ name }) => name),
        'th',
      );
      const foot = block.foot ? `<tfoot>${block.foot.map((cells) => row(cells, 'td')).join('')}</tfoot>` : '';
      return `<table>${caption}<thead>${head}</thead><tbody>${block.rows.map((cells) => row(cells, 'td')).join('\n')}</tbody>${foot}</table>`;
    }
  }
}

/** Blocks as HTML, for a page that brings the styles of src/charts/page.ts. */
export const blocksHtml = (blocks: readonly Block[]): string =>
  blocks.map((block) => blockHtml(namesInLine(block))).join('\n');

import type { Block, Text } from '../../report/result.ts';
import { textToAscii } from '../../util/ascii.ts';

const inText = (text: Text): Text =>
  typeof text === 'string'
    ? textToAscii(text)
    : text.map((span) => ({ ...span, text: textToAscii(span.text) }));

const inRows = (rows: readonly (readonly Text[])[]) => rows.map((row) => row.map(inText));

/**
 * A block in ASCII before it is laid out, so that what stands in columns stays aligned. Drawings stay as they
 * are: in them each sign has the place of one.
 */
export function blockToAscii(block: Block): Block {
  switch (block.kind) {
    case 'heading':
      return { ...block, text: textToAscii(block.text) };
    case 'text':
      return { ...block, text: inText(block.text) };
    case 'table':
      return {
        ...block,
        ...(block.title !== undefined && { title: textToAscii(block.title) }),
        columns: block.columns.map((column) => ({ ...column, name: textToAscii(column.name) })),
        rows: inRows(block.rows),
        ...(block.foot && { foot: inRows(block.foot) }),
      };
    case 'facts':
      return {
        ...block,
        facts: block.facts.map(([name, value]) => [textToAscii(name), inText(value)] as const),
      };
    case 'preformatted':
      return block.equations ? { ...block, text: textToAscii(block.text) } : block;
    case 'formula':
      return { ...block, plain: textToAscii(block.plain) };
    case 'warning':
      return {
        ...block,
        text: textToAscii(block.text),
        ...(block.hint !== undefined && { hint: textToAscii(block.hint) }),
      };
    case 'written':
      return { ...block, blocks: block.blocks.map(blockToAscii) };
  }
}

import { shortened, visible, withoutEndlessWords } from '../util/visible.ts';
import type { Block, Text } from './result.ts';

/** Letters at most of what may be a name: of a column in a table, in a cell or beside a fact, and of a sentence. */
const LONGEST = { name: 200, cell: 1000, text: 10_000 };

const line = (text: string, longest: number): string =>
  visible(shortened(withoutEndlessWords(text), longest));

/** A text without line breaks, which are shown as signs, and not longer than so many letters. */
const inLine = (text: Text, longest: number): Text =>
  typeof text === 'string'
    ? line(text, longest)
    : text.map((span) => ({ ...span, text: line(span.text, longest) }));

/** A text without line breaks, which are shown as signs. */
export const inOneLine = (text: Text): Text => inLine(text, LONGEST.text);

/** A cell of a table as one line. */
export const cellInLine = (text: Text): Text => inLine(text, LONGEST.cell);

/** The name of a column or a fact as one line. */
export const nameInLine = (text: string): string => line(text, LONGEST.name);

/** A text that has lines of its own, without endless words. */
const inItsLines = (text: Text): Text =>
  typeof text === 'string'
    ? withoutEndlessWords(text)
    : text.map((span) => ({ ...span, text: withoutEndlessWords(span.text) }));

/** A block in which names are one line each, whatever they hold. Cells of tables stay: each form has its own line break. */
export function namesInLine(block: Block): Block {
  switch (block.kind) {
    case 'heading':
      return { ...block, text: line(block.text, LONGEST.text) };
    case 'text':
      return { ...block, text: block.ownLines ? inItsLines(block.text) : inOneLine(block.text) };
    case 'facts':
      return {
        ...block,
        facts: block.facts.map(
          ([name, value]) =>
            [nameInLine(name), block.ownLines ? inItsLines(value) : inOneLine(value)] as const,
        ),
      };
    case 'warning':
      return {
        ...block,
        text: line(block.text, LONGEST.text),
        ...(block.hint !== undefined && { hint: line(block.hint, LONGEST.text) }),
      };
    case 'table':
      return {
        ...block,
        ...(block.title !== undefined && { title: line(block.title, LONGEST.text) }),
        columns: block.columns.map((column) => ({ ...column, name: shortened(column.name, LONGEST.name) })),
      };
    case 'preformatted':
      return block.spans ? block : { ...block, text: withoutEndlessWords(block.text) };
    case 'formula':
      return { ...block, plain: withoutEndlessWords(block.plain) };
    case 'written':
      return block;
  }
}

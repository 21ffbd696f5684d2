import type { Canvas } from './canvas.ts';
import type { Node } from './chart.ts';
import type { Box } from './labels.ts';
import { cutTo, textWidth } from '../util/textWidth.ts';

/** What is left of a name that does not fit ends so. */
const CUT = { unicode: '…', ascii: '~' };
/** Before what is crossed out. */
const OFF = { unicode: '✗', ascii: 'X' };

/** A node on the canvas: what stands in it, and its first place. */
interface Placed {
  readonly inside: string;
  readonly left: number;
  readonly row: number;
}

function placed(canvas: Canvas, { x, y, text, box, beside, value, off }: Node, ascii: boolean): Placed {
  const column = Math.floor(canvas.across(x) * canvas.columns);
  const row = Math.min(canvas.rows - 1, Math.floor((1 - canvas.up(y)) * canvas.rows));
  const own = value ?? (beside ? (off ? '' : 'o') : text);
  const words = `${off ? OFF[ascii ? 'ascii' : 'unicode'] : ''}${own}`;
  const inside = box ? `[ ${words} ]` : `(${words})`;
  return { inside, left: column - Math.floor(textWidth(inside) / 2), row };
}

/** The cells that a node takes, with a blank on both sides; its name beside it not among them. */
export function nodeBox(canvas: Canvas, node: Node, ascii: boolean): Box {
  const { inside, left, row } = placed(canvas, node, ascii);
  return { left: left - 1, right: left + textWidth(inside) + 1, top: row, bottom: row + 1 };
}

/** The cells of what stands below a node; undefined where it says nothing. */
export function belowBox(canvas: Canvas, node: Node, ascii: boolean): Box | undefined {
  if (node.below === undefined) return undefined;
  const { inside, left, row } = placed(canvas, node, ascii);
  const wide = textWidth(node.below);
  const first = left + Math.floor((textWidth(inside) - wide) / 2);
  return { left: first, right: first + wide, top: row + 1, bottom: row + 2 };
}

/** A node with its name, and with what stands below it where `below` says that there is room. */
export function drawNode(canvas: Canvas, node: Node, ascii: boolean, below: boolean): void {
  const { text, beside } = node;
  const { inside, left, row } = placed(canvas, node, ascii);
  const write = (words: string, first: number, line = row) => canvas.write(first, line, words);
  write(inside, left);
  const right = left + textWidth(inside) + 1;
  const room = Math.max(1, beside === 'left' ? left - 1 : canvas.columns - right);
  const cut = cutTo(text, room, CUT[ascii ? 'ascii' : 'unicode']);
  if (beside === 'left') write(cut, left - 1 - textWidth(cut));
  if (beside === 'right') write(cut, right);
  const under = below ? belowBox(canvas, node, ascii) : undefined;
  if (under) write(node.below ?? '', under.left, under.top);
}

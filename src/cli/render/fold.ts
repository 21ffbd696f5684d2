import type { Text } from '../../report/result.ts';
import { wrap } from '../../util/wrap.ts';
import { plainText } from './paint.ts';
import { splitAt, textWidth } from '../../util/textWidth.ts';

/** Places where a word may be cut when it is too long: after a comma or a slash, or a hyphen within. */
const SOFT = /(?<=[,/|]|\w-)/;

/** A word in pieces of at most `width`. */
function pieces(word: string, width: number): string[] {
  const out: string[] = [];
  let line = '';
  for (const part of word.split(SOFT)) {
    if (line !== '' && textWidth(line) + textWidth(part) > width) {
      out.push(line);
      line = '';
    }
    line += part;
    while (textWidth(line) > width) {
      const [first, rest] = splitAt(line, Math.max(2, width));
      out.push(first);
      line = rest;
    }
  }
  return [...out, line];
}

/** A text in lines of at most `width`, cut at blanks, at commas, or where nothing else is left. */
export function foldWords(text: string, width: number): string[] {
  return text
    .split('\n')
    .flatMap((line) => (textWidth(line) <= width ? [line] : wrap(line, width)))
    .flatMap((line) => (textWidth(line) <= width ? [line] : pieces(line, width)));
}

/** A paragraph in lines of at most `width`; one with colours loses them where it is too wide. */
export const foldText = (text: Text, width: number): Text =>
  typeof text === 'string' || cellWidth(text) > width ? foldWords(plainText(text), width).join('\n') : text;

/** An equation cut before a plus or a minus, the rest below the first term. */
function foldSum(line: string, indent: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const term of line.split(/(?= [+−-] )/)) {
    if (current !== '' && textWidth(current) + textWidth(term) > width) {
      lines.push(current);
      current = indent + term.trimStart();
    } else current += term;
  }
  return [...lines, current];
}

/**
 * Equations in lines of at most `width`: where one is too long, each equals sign begins a line, then each
 * plus and minus.
 */
export function foldFormula(plain: string, width: number): string {
  return plain
    .split('\n')
    .flatMap((line) => {
      if (textWidth(line) <= width) return [line];
      // A sentence about equations that are left out.
      if (/^(?:…|\.{3}) /.test(line)) return foldWords(line, width);
      const before = line.indexOf('= ');
      const [first, ...rest] = line.split(' = ');
      // What is left of the first equals sign is a sum itself.
      if (before > width / 2)
        return [first, ...rest.map((side) => `= ${side}`)].flatMap((side) => foldSum(side, '  ', width));
      const margin = ' '.repeat(Math.max(0, before));
      const sides = before < 0 ? [line] : rest.map((side, i) => `${i === 0 ? `${first} ` : margin}= ${side}`);
      return sides.flatMap((side) => foldSum(side, `${margin}  `, width));
    })
    .join('\n');
}

/** Columns of a table that have room for so many letters: the widest that may be folded give way first. */
export function fitWidths(widths: readonly number[], foldable: readonly boolean[], room: number): number[] {
  const LEAST = 12;
  const out = [...widths];
  for (let over = out.reduce((sum, w) => sum + w + 2, -2) - room; over > 0; over--) {
    const widest = out.reduce(
      (best, w, c) => (foldable[c] && w > LEAST && w > (out[best] ?? 0) ? c : best),
      -1,
    );
    if (widest < 0) break;
    out[widest]--;
  }
  return out;
}

export const cellWidth = (text: Text): number =>
  plainText(text)
    .split('\n')
    .reduce((most, line) => Math.max(most, textWidth(line)), 0);

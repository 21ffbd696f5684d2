import { textWidth } from './textWidth.ts';

/** A blank between a number and its unit, at which no line ends. */
const BOUND = '\u00a0';
const BEFORE_UNIT = /(?<=\d) (?=(?:%|[mµn]?s|[kKMG]?B)(?!\w))/g;

/** Breaks a text at blanks so that no line is longer than `width`; a number and its unit stay together. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.replaceAll(BEFORE_UNIT, BOUND).split(/[^\S\u00a0]+/)) {
    const more = textWidth(word);
    if (line !== '' && used + 1 + more > width) {
      lines.push(line);
      line = word;
      used = more;
    } else {
      used = line === '' ? more : used + 1 + more;
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((one) => one.replaceAll(BOUND, ' '));
}

/** A text behind `head`, its further lines moved in as far as the first. */
export function hanging(head: string, text: string, width: number): string[] {
  const left = textWidth(head);
  if (left + textWidth(text) <= width) return [head + text];
  return wrap(text, Math.max(20, width - left)).map((line, i) => (i === 0 ? head : ' '.repeat(left)) + line);
}

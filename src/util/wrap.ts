/** A blank between a number and its unit, at which no line ends. */
const BOUND = '\u00a0';
const BEFORE_UNIT = /(?<=\d) (?=(?:%|[mµn]?s|[kKMG]?B)(?!\w))/g;

/** Breaks a text at blanks so that no line is longer than `width`; a number and its unit stay together. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replaceAll(BEFORE_UNIT, BOUND).split(/[^\S\u00a0]+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => one.replaceAll(BOUND, ' '));
}

/** A text behind `head`, its further lines moved in as far as the first. */
export function hanging(head: string, text: string, width: number): string[] {
  if (head.length + text.length <= width) return [head + text];
  return wrap(text, Math.max(20, width - head.length)).map(
    (line, i) => (i === 0 ? head : ' '.repeat(head.length)) + line,
  );
}

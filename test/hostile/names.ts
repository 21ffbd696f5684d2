/** Stands behind a line break in every hostile name: no line may begin with it. */
export const FORGED = 'error: forged';

/**
 * A name that does what a name should not: sets the title of a terminal and its colour, clears it by C1, turns the direction of
 * writing, hides letters, begins a line of its own, and is markup of HTML, SVG and Markdown. `file`: without what a
 * name of a file cannot hold.
 */
export const hostile = (end: string): string =>
  `\u001b]0;x\u0007\u001b[31m\u009b2J\u007f\u202e\u2066\u200b\u2028\n${FORGED}<script>alert(1)</script>"><img src=x onerror=alert(1)>](javascript:alert(1))|\`\`\`<b>\\<i>${end}`;

/** The same for a file, whose name has 255 bytes at most and no slash. */
export const hostileFile = (end: string): string => hostile(end).replaceAll('/', '');

/** Signs that a terminal obeys or does not show, but for the line break. */
// Control characters are what is looked for.
// oxlint-disable-next-line no-control-regex
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

/** What the program itself sends to a terminal: colours of 256, bold and dim, the block that is drawn again. */
const OWN =
  // oxlint-disable-next-line no-control-regex
  /\u001b\[(?:38;5;\d+|48;5;\d+|39|49|1|2|22)m|\u001b\[\?25[lh]|\u001b\[\d+A\r\u001b\[K\u001b\[B\u001b\[J\u001b\[A/g;

/** What is wrong with data on a terminal, whose fields may have line breaks; undefined when nothing is. */
export function faultOfData(text: string): string | undefined {
  const left = text.replaceAll(OWN, '');
  const raw = RAW.exec(left);
  return raw ? `raw ${JSON.stringify(raw[0])} in ${excerpt(left, raw.index)}` : undefined;
}

/** What is wrong with a text on a terminal. */
export function faultOfScreen(text: string): string | undefined {
  const raw = faultOfData(text);
  if (raw !== undefined) return raw;
  const left = text.replaceAll(OWN, '');
  const forged = left.split('\n').find((line) => line.trimStart().startsWith(FORGED));
  return forged === undefined ? undefined : `a forged line: ${forged.slice(0, 80)}`;
}

const excerpt = (text: string, at: number) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));

/** What is wrong with Markdown: control characters, forged lines, and markup that is not escaped outside of blocks of code. */
export function faultOfMarkdown(text: string): string | undefined {
  const screen = faultOfScreen(text);
  if (screen !== undefined) return screen;
  const outside = text.replaceAll(/^(`{3,})\n[\s\S]*?^\1$/gm, '');
  // A backslash that is escaped itself escapes nothing.
  const bare = outside.replaceAll(/\\[!-/:-@[-`{-~]/g, '').replaceAll('<br>', '');
  const mark = /<[a-z!/?]|\]\(|`/i.exec(bare);
  if (mark) return `unescaped ${mark[0]} in ${excerpt(bare, mark.index)}`;
  const tables = bare.matchAll(/(?:^\|.*\|$\n?)+/gm);
  for (const [table] of tables) {
    const bars = table
      .trimEnd()
      .split('\n')
      .map((line) => line.split('|').length);
    if (bars.some((count) => count !== bars[0])) return `a table with rows of ${bars.join(', ')} cells`;
  }
  return undefined;
}

/** Elements of which our pages and pictures are made. */
const ELEMENTS =
  'a b body br caption canvas circle clipPath code dd defs dl dt div ellipse em form g h1 h2 h3 html li line meta p path pattern polygon polyline pre rect script span strong style svg table tbody td text tfoot th thead title tr tspan ul';
const known = new Set(ELEMENTS.split(' '));

/**
 * What is wrong with HTML or SVG: control characters, elements or attributes that are not ours, and scripts beyond `scripts`;
 * in SVG also an end without a beginning.
 */
export function faultOfMarkup(text: string, scripts: number): string | undefined {
  const raw = RAW.exec(text);
  if (raw) return `raw ${JSON.stringify(raw[0])} in ${excerpt(text, raw.index)}`;
  const html = text.startsWith('<!doctype html>');
  if (html && !/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; [^"]*">/.test(text))
    return 'no policy';
  const markup = text
    .replace('<!doctype html>', '')
    .replaceAll(/(<(?:style|script)[^<>]*>)[\s\S]*?(<\/(?:style|script)>)/g, '$1$2');
  const open: string[] = [];
  let found = 0;
  for (const { 0: tag, index } of markup.matchAll(/<[^<>]*>?/g)) {
    const [, end, name, attributes, closed] =
      /^<(\/?)([A-Za-z0-9]+)((?:\s+[a-zA-Z:-]+="[^"<>]*")*)\s*(\/?)>$/.exec(tag) ?? [];
    if (name === undefined || !known.has(name) || /\son/i.test(attributes))
      return `${tag} in ${excerpt(markup, index)}`;
    if (name === 'script' && end === '') found++;
    if (html) continue;
    if (end === '' && closed === '') open.push(name);
    else if (end !== '' && open.pop() !== name) return `an end of ${name} in ${excerpt(markup, index)}`;
  }
  return found > scripts || open.length > 0 ? `${found} scripts, open: ${open.join()}` : undefined;
}

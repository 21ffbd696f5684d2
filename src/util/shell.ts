import { visible } from './visible.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\t', String.raw`\t`],
  ['\r', String.raw`\r`],
  ["'", String.raw`\'`],
  ['\\', String.raw`\\`],
]);

/** A sign that a terminal does not show, as an escape. */
function escapeOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, '0');
  return (
    ESCAPES.get(sign) ?? (code < 0x80 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`)
  );
}

/**
 * A word as a shell takes it: in quotes where it holds anything that a shell would read otherwise; signs that nobody
 * sees as escapes in $'…', which bash and zsh read (fish does not).
 */
export function shellWord(text: string): string {
  if (/^[\w%+,./:=@^-]+$/.test(text)) return text;
  if (visible(text) === text) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return `$'${text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}'\\]/gu, escapeOf)}'`;
}

const ESCAPED = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/g;

/** What stands in $'…'. */
const unescaped = (text: string): string =>
  text.replaceAll(ESCAPED, (_, byte?: string, short?: string, long?: string, sign = '') => {
    const hex = byte ?? short ?? long;
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return [...ESCAPES].find(([, escape]) => escape === `\\${sign}`)?.[0] ?? sign;
  });

/** The words of a line made of words as `shellWord` writes them. */
export function shellWords(line: string): string[] {
  return Array.from(line.matchAll(/(?:\$'(?:[^'\\]|\\.)*'|[^\s'\\]|'[^']*'|\\.)+/g), ([word]) =>
    word.replaceAll(
      /\$'((?:[^'\\]|\\.)*)'|'([^']*)'|\\(.)/g,
      (_, escapes?: string, quoted?: string, escaped = '') =>
        escapes === undefined ? (quoted ?? escaped) : unescaped(escapes),
    ),
  );
}

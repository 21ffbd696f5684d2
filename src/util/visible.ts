import { lazy } from './lazy.ts';
/**
 * Signs that move the cursor, colour the screen, turn the direction of writing, or are not to be seen: C0, C1,
 * separators of lines, bidirectional marks, embeddings, overrides and isolates, spaces of no width, tags; and what
 * no document of XML may hold. Joiners stay where letters and pictures are written with them (Unicode 16.0, UAX 31, 2.3).
 */
// Control characters and joiners are what is looked for.
const CONTROL = lazy(
  () =>
    // oxlint-disable-next-line no-control-regex, no-misleading-character-class
    /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\u{e0001}-\u{e007f}]|\p{Cs}|(?<![\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}])[\u200c\u200d]/gu,
);

/** Whether a text may hold any of them: of most texts this is all that is asked. */
// oxlint-disable-next-line no-control-regex
const SUSPICIOUS = /[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u034e]/;

const named: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function signOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code > 0xffff) return `\\u{${hex}}`;
  return named.get(sign) ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`);
}

/** The UTF-16 code units of a sign, each as four digits. */
const codeUnits = (sign: string): string[] =>
  sign.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));

/**
 * A name as it is shown, in one line: control characters as a program writes them, `\n` and `\x1b`. For people
 * only; data on a pipe stays as it is.
 */
export const visible = (text: string): string =>
  SUSPICIOUS.test(text) ? text.replaceAll(CONTROL(), signOf) : text;

/** The same for texts of several lines, which keep their line breaks and tabs. */
export const visibleLines = (text: string): string =>
  SUSPICIOUS.test(text)
    ? text.replaceAll(CONTROL(), (sign) => (sign === '\n' || sign === '\t' ? sign : signOf(sign)))
    : text;

/** The same for JSON, which stays JSON of the same values: in it such signs stand in texts only. */
export const visibleJson = (text: string): string =>
  SUSPICIOUS.test(text)
    ? text.replaceAll(CONTROL(), (sign) =>
        sign === '\n'
          ? sign
          : codeUnits(sign)
              .map((hex) => `\\u${hex}`)
              .join(''),
      )
    : text;

/** Several lines in which what stands between quotes is a name, such as those of an error. */
export const visibleQuotes = (text: string): string => visibleLines(text.replaceAll(/"[^"]*"/g, visible));

/** A text of at most `longest` letters: what is cut out of it are names between quotes, else its middle. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.replaceAll(/"[^"]{200,}"/g, (quote) => `${quote.slice(0, 100)}…${quote.slice(-50)}`);
  if (cut.length <= longest) return cut;
  const end = Math.floor(longest / 4);
  return `${cut.slice(0, longest - end - 1)}…${cut.slice(-end)}`;
}

/** Letters and digits in a row that are no word any more: what is read from a file may be called so. */
const ENDLESS = lazy(() => /[\p{L}\p{N}_.-]{1000,}/gu);

/** A text in which endless words are cut in their middle. */
export const withoutEndlessWords = (text: string): string =>
  text.length < 1000
    ? text
    : text.replaceAll(ENDLESS(), (word) => `${word.slice(0, 100)}…${word.slice(-50)}`);

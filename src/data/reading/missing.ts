import { maxOf } from '../../util/extremes.ts';

/**
 * Texts that stand for "no value", exactly as written: what pandas.read_csv takes for it, and what people and
 * other programs write: `-`, `--`, `.`, `..` (the World Bank), `?`, `∅`, `nil`, `N/D` (Portuguese: not available),
 * `\N` (MySQL), and the errors of spreadsheets.
 */
export const missingTexts: readonly string[] = [
  ...['', 'NA', 'N/A', 'n/a', '#N/A', '#NA', '#N/A N/A', '<NA>', 'NaN', 'nan', '-NaN', '-nan'],
  ...['NULL', 'null', 'None', '1.#IND', '-1.#IND', '1.#QNAN', '-1.#QNAN'],
  ...['-', '--', '–', '—', '.', '..', '?', '∅', 'nil', 'N/D', 'n/d', '\\N'],
  ...['#VALUE!', '#DIV/0!', '#REF!', '#NAME?', '#NUM!', '#NULL!'],
];

const missing = new Set(missingTexts);

/** Signs that are values, not gaps, in a column of such signs: `+` and `-`. */
const signs = new Set(['-', '--', '–', '—', '.', '..', '?']);

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const LONGEST = maxOf(missingTexts.map((text) => encoder.encode(text).length));
/** Whether a missing text begins with this byte. */
const begins = new Uint8Array(256);
for (const text of missingTexts) if (text !== '') begins[encoder.encode(text)[0]] = 1;

const SPACE = 0x20;
const TAB = 0x09;
const isSpace = (byte: number) => byte === SPACE || byte === TAB;

/** True for a text that stands for "no value"; spaces around it do not count. */
export const isMissingText = (text: string): boolean => missing.has(text) || missing.has(text.trim());

/** `isMissingText` of the UTF-8 bytes [from, to); makes no text of fields that begin otherwise. */
export function isMissingField(bytes: Uint8Array, from: number, to: number): boolean {
  while (from < to && isSpace(bytes[from])) from++;
  if (from === to) return true;
  if (begins[bytes[from]] === 0) return false;
  while (isSpace(bytes[to - 1])) to--;
  if (to - from > LONGEST) return false;
  if (to - from === 1) return missing.has(String.fromCharCode(bytes[from]));
  return missing.has(decoder.decode(bytes.subarray(from, to)));
}

/** True for a missing text that is a sign only, such as `-`. */
export const isMissingSign = (text: string): boolean => signs.has(text.trim());

/**
 * Whether signs such as `-` and `?` are values among these texts of a column (themselves not counted): where
 * all others are such signs too, as in a column of `+` and `-`.
 */
export const signsAreValues = (others: readonly string[]): boolean =>
  others.length > 0 && others.every((text) => /^[-+±*.!?<>=~]{1,3}$/.test(text));

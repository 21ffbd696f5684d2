/**
 * Signs that move the cursor, colour the screen, or turn the direction of writing: C0, C1, separators of lines,
 * bidirectional embeddings and overrides; and what no document of XML may hold.
 */
// Control characters are what is looked for.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/gu;

const named: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function signOf(sign: string): string {
  const code = sign.charCodeAt(0);
  const hex = code.toString(16);
  return named.get(sign) ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`);
}

/**
 * A name as it is shown, in one line: control characters as a program writes them, `\n` and `\x1b`. For people
 * only; data on a pipe stays as it is.
 */
export const visible = (text: string): string => text.replaceAll(CONTROL, signOf);

/** The same for texts of several lines, which keep their line breaks and tabs. */
export const visibleLines = (text: string): string =>
  text.replaceAll(CONTROL, (sign) => (sign === '\n' || sign === '\t' ? sign : signOf(sign)));

/** Several lines in which what stands between quotes is a name, such as those of an error. */
export const visibleQuotes = (text: string): string => visibleLines(text.replaceAll(/"[^"]*"/g, visible));

import { lazy } from './lazy.ts';
import { maxOf } from './extremes.ts';
import { visible, visibleLines } from './visible.ts';

const entities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A text inside of a page of HTML, or in quotes as an attribute; it keeps its line breaks. */
export const escapeHtml = (text: string): string => entities(visibleLines(text));

/** A text inside of an SVG document, in one line. */
export const escapeSvg = (text: string): string => entities(visible(text));

/**
 * What begins something in Markdown (CommonMark 0.31, GitHub Flavored Markdown): a backslash that escapes, HTML and
 * autolinks, code, emphasis, the target of a link or its definition, a link itself, formulas, and an entity.
 */
const MARKUP = lazy(
  () =>
    /\\(?=[!-/:-@[-`{-~])|[<`]|\*(?=\S)|(?<=\S)\*|(?<![\p{L}\p{N}])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}])|\](?=[([:])|~(?=~)|\$(?=\S)|&(?=#|[A-Za-z][A-Za-z0-9]*;)/gu,
);

/** What a line begins with that would make a heading, a quotation, a list, a rule or a block of code of it. */
const LINE_MARKUP = /^( {0,3})([#>]|[-+=](?=[-+= ]|$)|~{3})/gm;

const escapeMarks = (text: string): string => text.replaceAll(MARKUP(), '\\$&');

/** A text as Markdown that shows it as it is; it keeps its line breaks. */
export const escapeMarkdown = (text: string): string =>
  visibleLines(escapeMarks(text).replaceAll(LINE_MARKUP, '$1\\$2'));

/** A text within a line of Markdown that begins with something else; it keeps its line breaks. */
export const escapeMarkdownInline = (text: string): string => visibleLines(escapeMarks(text));

/** A text as a cell of a table in Markdown: one line. */
export const escapeMarkdownCell = (text: string): string =>
  visible(
    escapeMarks(text)
      .replaceAll('|', '\\|')
      .replaceAll(/\r\n|[\n\r\u2028\u2029]/g, '<br>'),
  );

/** A text as a block of code in Markdown, with a fence that it does not hold. */
export function fenced(text: string): string {
  const longest = Math.max(2, maxOf(Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length)));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${visibleLines(text)}${text.endsWith('\n') ? '' : '\n'}${fence}`;
}

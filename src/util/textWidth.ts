import { lazy } from './lazy.ts';

/**
 * Signs that take two columns of a terminal, besides pictures (East_Asian_Width W and F of Unicode 15.0;
 * ideographs and pictures as whole blocks).
 */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u321e\u3220-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{16ff1}\u{17000}-\u{18cd5}\u{18d00}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Signs that are drawn over the one before, or not at all; the vowels and ends of Korean syllables among them. */
const NARROWLESS = lazy(() => /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7fb]/u);

/** Clusters drawn as one picture: asked for by a variation selector, a joiner, a skin tone, a key; a flag. */
const PICTURE = lazy(
  () => /\p{Emoji}\p{Emoji_Modifier}|\p{Emoji}\ufe0f|\p{Extended_Pictographic}\u200d|^\p{RI}{2}$/u,
);

/** Of these each sign is one column: what most texts hold. */
const NARROW =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2015\u2018-\u2026\u2190-\u2193\u2200-\u22ff\u2500-\u259f]*$/;

const segmenter = lazy(() => new Intl.Segmenter('en', { granularity: 'grapheme' }));

function clusterWidth(cluster: string): number {
  if (PICTURE().test(cluster)) return 2;
  let width = 0;
  for (const sign of cluster) if (!NARROWLESS().test(sign)) width += WIDE.test(sign) ? 2 : 1;
  return width;
}

/** What a reader sees as one letter, and the columns that it takes. */
export interface Letter {
  readonly text: string;
  readonly width: number;
}

/** The letters of a text (grapheme clusters, UAX 29), each whole. */
export function lettersOf(text: string): Letter[] {
  if (NARROW.test(text)) return Array.from(text, (sign) => ({ text: sign, width: 1 }));
  return Array.from(segmenter().segment(text), ({ segment }) => ({
    text: segment,
    width: clusterWidth(segment),
  }));
}

/**
 * Columns that a text of one line takes on a terminal: two for ideographs and pictures, none for marks over a letter. In
 * terminals that do without Unicode's clusters a picture of several signs may be wider.
 */
export const textWidth = (text: string): number =>
  NARROW.test(text) ? text.length : lettersOf(text).reduce((sum, { width }) => sum + width, 0);

/** A text with blanks behind it, `width` columns wide. */
export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - textWidth(text)));

/** A text with blanks before it, `width` columns wide. */
export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - textWidth(text))) + text;

/** The beginning of a text, of at most `width` columns, and what is left of it. No letter is cut. */
export function splitAt(text: string, width: number): [string, string] {
  if (NARROW.test(text)) return [text.slice(0, width), text.slice(width)];
  let used = 0;
  let end = 0;
  for (const letter of lettersOf(text)) {
    if (used + letter.width > width) break;
    used += letter.width;
    end += letter.text.length;
  }
  return [text.slice(0, end), text.slice(end)];
}

/** A text of at most `width` columns; one that is longer ends in `mark`. */
export function cutTo(text: string, width: number, mark = '…'): string {
  if (textWidth(text) <= width) return text;
  return splitAt(text, Math.max(0, width - mark.length))[0] + mark;
}

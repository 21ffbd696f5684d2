import { lazy } from './lazy.ts';
/** Letters that are written from right to left (Hebrew, Arabic, Syriac, Thaana, NKo and their kin). */
const RIGHT_TO_LEFT =
  '\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}';

const FOUND = new RegExp(`[${RIGHT_TO_LEFT}]`, 'u');

/** Words of such letters with single blanks between them. */
const RUN = lazy(
  () =>
    new RegExp(
      `[${RIGHT_TO_LEFT}][${RIGHT_TO_LEFT}\\p{M}\\u200c\\u200d]*(?: [${RIGHT_TO_LEFT}\\p{M}\\u200c\\u200d]+)*`,
      'gu',
    ),
);

/**
 * A text for a screen, in which words that are written from right to left stand in isolates (FSI … PDI, UAX 9), so that a
 * terminal which turns them does not turn the columns and numbers around them too. For a screen only: in a pipe they
 * would be part of the names.
 */
export const isolated = (text: string): string =>
  FOUND.test(text) ? text.replaceAll(RUN(), '\u2068$&\u2069') : text;

import { lazy } from '../util/lazy.ts';
/** What a text is made of for a network: its characters, or its words. */
export type Tokens = 'char' | 'word';

/** How texts become numbers: a token's number is its place in the vocabulary. Kept in the model file. */
export interface Vocabulary {
  readonly tokens: Tokens;
  /**
   * Words are taken without regard to case, spaces and punctuation: for classes of texts, not for writing
   * them.
   */
  readonly plain?: true;
  /**
   * The first one, `UNKNOWN`, stands for everything that is not here; absent where every character is known.
   */
  readonly vocabulary: readonly string[];
}

/** The token that stands for all that have no number of their own. */
export const UNKNOWN = '<unknown>';

/**
 * A word with the space before it, a sign with the space before it, or a single space or line break. Marks,
 * such as the vowel signs of Hindi or an accent of its own, belong to their word (Unicode, UAX 29), as do the
 * joiners between its letters.
 */
const PIECES = lazy(
  () => / ?[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200c\u200d]*(?:['’]\p{L}[\p{L}\p{M}]*)*| ?[^\s\p{L}\p{N}]|\s/gu,
);
const WORDS = lazy(() => /[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200c\u200d]*(?:['’]\p{L}[\p{L}\p{M}]*)*/gu);

/**
 * The tokens of a text. Put together again they are the text, unless words are `plain`, which are in Unicode's
 * composed form (NFC); a word brings the space before it with it, as in GPT-2's tokens (Radford et al. 2019).
 */
export function tokensOf(text: string, { tokens, plain }: Pick<Vocabulary, 'tokens' | 'plain'>): string[] {
  if (tokens === 'char') return Array.from(text);
  return (plain ? text.normalize('NFC').toLowerCase().match(WORDS()) : text.match(PIECES())) ?? [];
}

/** Characters in the order of their code points; every character of the text is one. */
export function characterVocabulary(all: readonly string[]): string[] {
  return [...new Set(all)].sort((a, b) => (a < b ? -1 : 1));
}

/**
 * The tokens that occur at least `least` times, the most frequent `most` of them; the rest is UNKNOWN, which
 * comes first.
 */
export function frequentVocabulary(all: Iterable<string>, most: number, least = 2): string[] {
  const counts = new Map<string, number>();
  for (const token of all) counts.set(token, (counts.get(token) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= least);
  kept.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [UNKNOWN, ...kept.slice(0, most - 1).map(([token]) => token)];
}

/** Numbers of tokens; one that has none is UNKNOWN, or −1 where that has no number either. */
export function numberer({ vocabulary }: Pick<Vocabulary, 'vocabulary'>): (token: string) => number {
  const index = new Map(vocabulary.map((token, i) => [token, i]));
  const unknown = index.get(UNKNOWN) ?? -1;
  return (token) => index.get(token) ?? unknown;
}

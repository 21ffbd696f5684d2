import { usageError } from '../errors.ts';

/**
 * Whole numbers between commas or `x`, in brackets or not: `2,0,1`, `(2, 3)`.
 *
 * @throws NnError('usage')
 */
export const integers = (option: string) => (words: string) => {
  const parts = words
    .replace(/^[([](.*)[)\]]$/s, '$1')
    .split(/[,x]/)
    .filter((part) => part.trim() !== '');
  const found = parts.map(Number);
  if (found.length > 0 && found.every(Number.isSafeInteger)) return found;
  throw usageError(`--${option}: expected whole numbers such as 2,0,1, found "${words}"`);
};

/** Texts between commas. */
export const listOf = (words: string): string[] => words.split(',').map((word) => word.trim());

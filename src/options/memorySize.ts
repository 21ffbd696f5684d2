import { usageError } from '../errors.ts';

const units: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ...['k', 'm', 'g', 't'].flatMap((letter, i): [string, number][] => [
    [letter, 1000 ** (i + 1)],
    [`${letter}i`, 1024 ** (i + 1)],
  ]),
]);

/**
 * Bytes of `4GB`, `512MiB` or `1500000`.
 *
 * @throws NnError('usage')
 */
export function parseMemorySize(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?) ?([kmgt]?i?)b?$/i.exec(text.trim()) ?? [];
  const factor = units.get((unit ?? '').toLowerCase());
  const size = Number(digits) * (factor ?? Number.NaN);
  if (size >= 1 && Number.isSafeInteger(Math.round(size))) return Math.round(size);
  throw usageError(`--max-memory: expected a size, found "${text}"`, {
    hint: 'for example --max-memory 4GB, or --max-memory 512MB',
  });
}

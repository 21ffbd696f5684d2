import { inputError } from '../../errors.ts';
import type { ByteSource, RandomAccess } from '../define.ts';

/** Bytes as a file of which any part can be read. */
export const memoryFile = (bytes: Uint8Array, source: string): RandomAccess => ({
  size: bytes.length,
  read(position, into) {
    const part = bytes.subarray(position, position + into.length);
    if (part.length < into.length)
      throw inputError(`the file ends at byte ${bytes.length}, expected more`, { where: { source } });
    into.set(part);
  },
});

/**
 * A source of which any part can be read: the file itself, or all its bytes where they only come in order, or
 * where somebody wants to know their digest.
 */
export async function randomOf(source: ByteSource): Promise<RandomAccess> {
  const file = source.digest ? undefined : source.random?.(true);
  return file ?? memoryFile(await source.bytes(), source.name);
}

/**
 * Tells which columns of a file are not read, and what they hold.
 *
 * @param read how many are
 * @throws NnError('input') when none is
 */
export function noteLeftOut(source: ByteSource, read: number, leftOut: readonly string[]): void {
  if (read === 0)
    throw inputError(
      `found no column of numbers, texts or dates${leftOut.length > 0 ? `, only ${leftOut.join(', ')}` : ''}`,
      { where: { source: source.name } },
    );
  if (leftOut.length > 0)
    source.note?.(`${source.name}: left out, as they are no numbers, texts or dates: ${leftOut.join(', ')}`);
}

/**
 * Names of columns, one for each: an empty one is called by its number.
 *
 * @throws NnError('input') when two are the same
 */
export function uniqueNames(names: readonly string[], source: string): string[] {
  const given = names.map((name, i) => (name === '' ? `x${i + 1}` : name));
  const known = new Set<string>();
  const twice = given.find((name) => known.size === known.add(name).size);
  if (twice === undefined) return given;
  throw inputError(`found two columns called "${twice}", expected different names`, { where: { source } });
}

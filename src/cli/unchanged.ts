import { closeSync, fstatSync, openSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { inputError, NnError } from '../errors.ts';
import { count } from '../util/quantity.ts';
import { fileChunks } from './chunks.ts';
import { errno, reasonOf } from './errno.ts';

/**
 * What tells a file from what another process makes of it while it is read. Numbers of inodes are left out: some file
 * systems give a file new ones.
 */
export interface Version {
  readonly size: number;
  /** When it was written last. */
  readonly written: number;
}

export const versionOf = ({ size, mtimeMs }: Stats): Version => ({ size, written: mtimeMs });

/** Why a file could not be read, as an error of its own: `cannot be read: the device failed (EIO)`. */
export function unreadable(error: unknown, file: string): unknown {
  if (error instanceof NnError || errno(error) === '') return error;
  const reason = errno(error) === 'ENOENT' ? 'it was removed while it was read' : reasonOf(error);
  return inputError(`cannot be read: ${reason}`, { where: { source: file } });
}

/** @throws NnError('input') when the open file is not as it was */
export function checkUnchanged(descriptor: number, file: string, version: Version): void {
  const now = versionOf(fstatSync(descriptor));
  if (now.size === version.size && (now.written === version.written || now.size === 0)) return;
  const sizes =
    now.size === version.size ? '' : `: ${count(version.size)} bytes at the start, ${count(now.size)} now`;
  throw inputError(`this file changed while it was read${sizes}`, {
    where: { source: file },
    hint: 'read a copy, or wait until nobody writes to it',
  });
}

/** Opens a file, which may have become unreadable since it was looked at. @throws NnError('input') */
export function openToRead(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw unreadable(error, file);
  }
}

/**
 * Opens a file that was looked at before.
 *
 * @throws NnError('input') when it is not as it was then
 */
export function openUnchanged(file: string, version: Version): number {
  const descriptor = openToRead(file);
  try {
    checkUnchanged(descriptor, file, version);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return descriptor;
}

/**
 * The bytes [from, to) of an open file, or those from where it stands. Where they end, and where a reader that has
 * had enough or found a mistake leaves off, the file is as it was.
 *
 * @throws NnError('input') when it is not, or cannot be read
 */
export async function* unchangedChunks(
  descriptor: number,
  file: string,
  { version, from, to }: { readonly version: Version; readonly from?: number; readonly to?: number },
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of fileChunks(descriptor, from, to)) {
      checkUnchanged(descriptor, file, version);
      yield chunk;
    }
  } catch (error) {
    throw unreadable(error, file);
  } finally {
    checkUnchanged(descriptor, file, version);
  }
}

/** The same of a file that is opened for it. */
export async function* unchangedFile(
  file: string,
  range: { readonly version: Version; readonly from?: number; readonly to?: number },
): AsyncGenerator<Uint8Array> {
  const descriptor = openUnchanged(file, range.version);
  try {
    yield* unchangedChunks(descriptor, file, range);
  } finally {
    closeSync(descriptor);
  }
}

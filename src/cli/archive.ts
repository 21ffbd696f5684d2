import { existsSync } from 'node:fs';
import path from 'node:path';
import type { InflateRaw } from 'node:zlib';
import { inputError } from '../errors.ts';
import { closedOnError } from '../formats/closing.ts';
import type { RandomAccess } from '../formats/define.ts';
import { zipDataStart, zipEntries } from '../formats/zip.ts';
import type { ZipEntry } from '../formats/zip.ts';
import { didYouMean } from '../util/suggest.ts';
import { CHUNK, MOST_INFLATED, transformed } from './chunks.ts';
import { openParts } from './parts.ts';
import type { FileParts } from './parts.ts';
import { unchangedFile } from './unchanged.ts';

/** A file inside an archive, as an argument names it: `data.npz:images`. */
export interface Member {
  readonly archive: string;
  /** Undefined: the only one. */
  readonly name: string | undefined;
}

/**
 * Whether an argument means a file inside a zip archive (NumPy's .npz is one): `data.npz` or
 * `data.npz:images`.
 */
export function memberOf(argument: string): Member | undefined {
  const [, archive, name] = /^(.*\.(?:npz|zip))(?::(.+))?$/is.exec(argument) ?? [];
  if (archive === undefined || (name !== undefined && existsSync(argument))) return undefined;
  return { archive, name };
}

/** NumPy's `images` is stored as `images.npy`. */
const shortName = (name: string) => name.replace(/\.npy$/, '');

/** Names of the files in an archive, as an argument names them behind a colon. */
export const memberNames = (file: RandomAccess, archive: string): string[] =>
  filesIn(file, archive).map(({ name }) => shortName(name));

const filesIn = (file: RandomAccess, archive: string): ZipEntry[] =>
  zipEntries(file, archive).filter((entry) => !entry.name.endsWith('/'));

/**
 * The entry that is meant.
 *
 * @throws NnError('input') when there is none or it is not clear which
 */
function chooseEntry(file: RandomAccess, { archive, name }: Member): { entry: ZipEntry; part?: string } {
  const where = { source: archive };
  const entries = filesIn(file, archive);
  const names = entries.map((entry) => shortName(entry.name));
  if (name === undefined) {
    if (entries.length === 1) return { entry: entries[0] };
    if (entries.length === 0) throw inputError('this archive is empty', { where });
    throw inputError(`found ${entries.length} files in this archive: ${names.slice(0, 12).join(', ')}`, {
      where,
      hint: `name the one you mean: ${archive}:${names[0]}`,
    });
  }
  const named = (text: string) =>
    entries.find((entry) => entry.name === text || shortName(entry.name) === text);
  const whole = named(name);
  if (whole) return { entry: whole };
  // `data.npz:points:x` is a field of an array.
  const colon = name.lastIndexOf(':');
  const entry = colon < 0 ? undefined : named(name.slice(0, colon));
  if (entry) return { entry, part: name.slice(colon + 1) };
  throw inputError(`there is no "${name}" in this archive`, { where, hint: didYouMean(name, names) });
}

/** Parts of more bytes are looked at without being read whole, and their checksum with it. */
const MOST_CHECKED = 1 << 28;

/**
 * Finds a file inside an archive, which is not read again by the file that is given.
 *
 * @throws NnError('input') when that is damaged or does not have it
 */
export async function openMember(file: FileParts, member: Member) {
  const { createInflateRaw, crc32 } = await import('node:zlib');
  const { archive } = member;
  const { entry, part } = chooseEntry(file, member);
  const name = [archive, shortName(entry.name), ...(part === undefined ? [] : [part])].join(':');
  const where = { source: name };
  if (entry.method !== 0 && entry.method !== 8) {
    throw inputError(`it is packed by method ${entry.method}, expected 0 (stored) or 8 (deflated)`, {
      where,
    });
  }
  const start = zipDataStart(file, entry, archive);
  const end = start + entry.packed;
  const damaged = (why = '') => inputError(`this part of the archive is damaged${why}`, { where });
  if (entry.method === 0 && entry.size !== entry.packed) throw damaged();
  if (entry.size > MOST_INFLATED * (entry.packed + 1)) throw damaged(': it cannot hold as much as it says');
  async function* chunks() {
    let [crc, length] = [0, 0];
    const stored = unchangedFile(archive, { version: file.version, from: start, to: end });
    const inflate = (): InflateRaw => createInflateRaw({ chunkSize: CHUNK });
    for await (const chunk of entry.method === 0 ? stored : transformed(stored, inflate(), damaged)) {
      crc = crc32(chunk, crc);
      length += chunk.length;
      if (length > entry.size) throw damaged(': it holds more than it says');
      yield chunk;
    }
    if (crc !== entry.crc) throw damaged(': its CRC-32 does not fit');
  }
  const check = (part: RandomAccess): void => {
    let crc = 0;
    for (let at = 0; at < entry.size; at += CHUNK) {
      const piece = new Uint8Array(Math.min(CHUNK, entry.size - at));
      part.read(at, piece);
      crc = crc32(piece, crc);
    }
    if (crc !== entry.crc) throw damaged(': its CRC-32 does not fit');
  };
  /** The member as a file of its own, of which any part can be read; not when it is compressed. */
  const random = (): RandomAccess | undefined => {
    if (entry.method !== 0) return undefined;
    const whole = openParts(archive, file.version);
    const part: RandomAccess = {
      size: entry.size,
      read: (at, into) => whole.read(start + at, into),
      close: () => whole.close(),
    };
    return closedOnError(part, () => {
      if (entry.size <= MOST_CHECKED) check(part);
      return part;
    });
  };
  return { name, baseName: path.basename(entry.name), part, size: entry.size, chunks, random };
}

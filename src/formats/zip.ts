import { inputError } from '../errors.ts';
import type { RandomAccess } from './define.ts';

/** A file inside a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive, and when unpacked. */
  readonly packed: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly header: number;
}

/** Records begin with these (PKWARE's APPNOTE 4.3). */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const END_LENGTH = 22;
/** A comment may follow the last record. */
const LONGEST_COMMENT = 0xffff;
/** Stands for a number that is in the zip64 field instead. */
const ELSEWHERE = 0xffffffff;

const damaged = (source: string) =>
  inputError('this is not a zip archive, or it is damaged', {
    where: { source },
    hint: 'copy or download the file again',
  });

function viewOf(file: RandomAccess, position: number, length: number, source: string): DataView {
  if (position < 0 || !(position + length <= file.size)) throw damaged(source);
  const bytes = new Uint8Array(length);
  file.read(position, bytes);
  return new DataView(bytes.buffer);
}

/** Where the directory is and how long. */
function findDirectory(file: RandomAccess, source: string): { offset: number; length: number } {
  const tail = Math.min(file.size, END_LENGTH + LONGEST_COMMENT);
  const base = file.size - tail;
  const view = viewOf(file, base, tail, source);
  let at = tail - END_LENGTH;
  while (at >= 0 && view.getUint32(at, true) !== END) at--;
  if (at < 0) throw damaged(source);
  const length = view.getUint32(at + 12, true);
  const offset = view.getUint32(at + 16, true);
  if (offset !== ELSEWHERE && length !== ELSEWHERE) return { offset, length };
  const locator = viewOf(file, base + at - 20, 20, source);
  if (locator.getUint32(0, true) !== LOCATOR64) throw damaged(source);
  const end = viewOf(file, Number(locator.getBigUint64(8, true)), 56, source);
  if (end.getUint32(0, true) !== END64) throw damaged(source);
  return { offset: Number(end.getBigUint64(48, true)), length: Number(end.getBigUint64(40, true)) };
}

/** The numbers of a zip64 extra field, in their order. */
function* wideNumbers(view: DataView, from: number, to: number): Generator<number> {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const end = Math.min(to, at + 4 + view.getUint16(at + 2, true));
    for (let field = at + 4; field + 8 <= end; field += 8) yield Number(view.getBigUint64(field, true));
  }
}

/**
 * The files of a zip archive in the order of its directory.
 *
 * @throws NnError('input') when it is damaged
 */
export function zipEntries(file: RandomAccess, source: string): ZipEntry[] {
  const { offset, length } = findDirectory(file, source);
  const view = viewOf(file, offset, length, source);
  const decoder = new TextDecoder();
  const entries: ZipEntry[] = [];
  for (let at = 0; at < length;) {
    if (at + 46 > length || view.getUint32(at, true) !== CENTRAL) throw damaged(source);
    const name = at + 46;
    const extra = name + view.getUint16(at + 28, true);
    const comment = extra + view.getUint16(at + 30, true);
    if (comment > length) throw damaged(source);
    const wide = wideNumbers(view, extra, comment);
    const number = (position: number): number => {
      const value = view.getUint32(at + position, true);
      return value === ELSEWHERE ? (wide.next().value ?? value) : value;
    };
    // The order of the zip64 field: unpacked size, packed size, offset.
    const size = number(24);
    const packed = number(20);
    const header = number(42);
    entries.push({
      name: decoder.decode(new Uint8Array(view.buffer, name, extra - name)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed,
      size,
      header,
    });
    at = comment + view.getUint16(at + 32, true);
  }
  return entries;
}

/**
 * Where the bytes of an entry begin.
 *
 * @throws NnError('input') when the archive is damaged
 */
export function zipDataStart(file: RandomAccess, { header, packed }: ZipEntry, source: string): number {
  const view = viewOf(file, header, 30, source);
  if (view.getUint32(0, true) !== LOCAL) throw damaged(source);
  const start = header + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (!(start + packed <= file.size)) throw damaged(source);
  return start;
}

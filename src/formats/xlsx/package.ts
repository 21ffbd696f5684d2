import { inputError, NnError } from '../../errors.ts';
import { randomOf } from '../columnar/file.ts';
import { closedOnError } from '../closing.ts';
import type { ByteSource, RandomAccess } from '../define.ts';
import { zipDataStart, zipEntries } from '../zip.ts';
import type { ZipEntry } from '../zip.ts';
import { crc32 } from '../../util/crc.ts';
import { XmlScanner } from './xml.ts';
import type { XmlHandler } from './xml.ts';
import { latin1Text } from '../../util/latin1.ts';

/** The parts of a workbook: files of XML in a zip archive. */
export interface Package {
  readonly source: string;
  has(part: string): boolean;
  /**
   * Reads a part.
   *
   * @throws NnError('input') when it is damaged or not there
   */
  scan(part: string, handler: XmlHandler): Promise<void>;
  close(): void;
}

const damaged = (source: string, part: string): NnError =>
  inputError(`the workbook is damaged: its part ${part} cannot be read`, {
    where: { source },
    hint: 'open it in Excel or LibreOffice and save it again, or copy the file again',
  });

/** Bytes that are inflated at a time. */
const PIECE = 1 << 18;

function packedBytes(
  file: RandomAccess,
  start: number,
  length: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const bytes = new Uint8Array(Math.min(PIECE, length - at));
      if (bytes.length > 0) {
        file.read(start + at, bytes);
        at += bytes.length;
        controller.enqueue(bytes);
      }
      if (at === length) controller.close();
    },
  });
}

/** The bytes of an entry, unpacked. */
async function* unpacked(file: RandomAccess, entry: ZipEntry, source: string): AsyncGenerator<Uint8Array> {
  const stored = packedBytes(file, zipDataStart(file, entry, source), entry.packed);
  const bytes = entry.method === 0 ? stored : stored.pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = bytes.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // A reader that found a mistake leaves off, and the file is closed then.
    void reader.cancel().catch(() => {});
  }
}

/** Decodes pieces of XML: UTF-8 unless a byte order mark says UTF-16. */
function decoding([first]: Uint8Array): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder(first === 0xff ? 'utf-16le' : first === 0xfe ? 'utf-16be' : 'utf-8');
  return (bytes) => decoder.decode(bytes, { stream: true });
}

async function scanPart(
  file: RandomAccess,
  entry: ZipEntry,
  source: string,
  handler: XmlHandler,
): Promise<void> {
  const scanner = new XmlScanner(handler);
  let decode: ((bytes: Uint8Array) => string) | undefined;
  let crc = 0;
  for await (const bytes of unpacked(file, entry, source)) {
    decode ??= decoding(bytes);
    crc = crc32(bytes, crc);
    scanner.write(decode(bytes));
  }
  if (crc !== entry.crc || !scanner.done) throw damaged(source, entry.name);
}

/** Bytes of "EncryptedPackage" as the directory of an OLE file has it, in UTF-16. */
const SECRET = Array.from('EncryptedPackage', (letter) => [letter.charCodeAt(0), 0]).flat();

function holds(file: RandomAccess, word: readonly number[]): boolean {
  const bytes = new Uint8Array(Math.min(file.size, 1 << 22));
  file.read(0, bytes);
  for (let at = bytes.indexOf(word[0]); at >= 0; at = bytes.indexOf(word[0], at + 1))
    if (word.every((byte, i) => bytes[at + i] === byte)) return true;
  return false;
}

const SAVE = 'open it in Excel or LibreOffice and save it as .xlsx or CSV';

/** What a file is that is no zip archive. */
function refused(file: RandomAccess, head: Uint8Array, source: string): NnError {
  const where = { source };
  if (head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0) {
    if (holds(file, SECRET))
      return inputError('this workbook is protected by a password', {
        where,
        hint: 'save it without one: in Excel, File › Info › Protect Workbook › Encrypt with Password',
      });
    return inputError('this is an old Excel workbook (.xls), which is not read here', { where, hint: SAVE });
  }
  if (/^(?:ï»¿)?\s*</.test(latin1Text(head)))
    return inputError('this is a page of HTML or XML, not a workbook', { where, hint: SAVE });
  if (!head.includes(0))
    return inputError('this is text, not a workbook', {
      where,
      hint: 'say how it is to be read: --input-format csv',
    });
  return inputError('this is not a workbook, or it is damaged', { where, hint: SAVE });
}

/** What a zip archive is that is no workbook of Excel's. */
function otherArchive(names: ReadonlySet<string>, source: string): NnError {
  const where = { source };
  if (names.has('xl/workbook.bin'))
    return inputError('this is a binary workbook (.xlsb), which is not read here', { where, hint: SAVE });
  if (names.has('content.xml') && names.has('mimetype'))
    return inputError('this is an OpenDocument file (.ods), which is not read here', { where, hint: SAVE });
  return inputError('this is a zip archive without a workbook', { where });
}

/**
 * Opens the archive of a workbook.
 *
 * @throws NnError('input') when it is none, and what it is instead
 */
export async function openPackage(from: ByteSource): Promise<Package> {
  const file = await randomOf(from);
  return closedOnError(file, () => packageOf(file, from.name));
}

function packageOf(file: RandomAccess, source: string): Package {
  const head = new Uint8Array(Math.min(file.size, 512));
  file.read(0, head);
  if (head.length === 0) throw inputError('the file is empty, expected data', { where: { source } });
  if (!latin1Text(head).startsWith('PK')) throw refused(file, head, source);
  // Excel does not mind the case of names, nor a leading slash.
  const plain = (name: string) => name.replace(/^\//, '').replaceAll('\\', '/').toLowerCase();
  const entries = new Map(zipEntries(file, source).map((entry) => [plain(entry.name), entry]));
  if (!entries.has('[content_types].xml') || entries.has('xl/workbook.bin'))
    throw otherArchive(new Set(entries.keys()), source);
  return {
    source,
    close: () => file.close?.(),
    has: (part) => entries.has(plain(part)),
    async scan(part, handler) {
      const entry = entries.get(plain(part));
      if (!entry || (entry.method !== 0 && entry.method !== 8)) throw damaged(source, part);
      try {
        await scanPart(file, entry, source, handler);
      } catch (error) {
        throw error instanceof NnError ? error : damaged(source, part);
      }
    },
  };
}

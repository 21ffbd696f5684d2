import path from 'node:path';
import { inputError, NnError } from '../errors.ts';
import { hostTag, isAlive } from './alive.ts';
import { machineDisk } from './disk.ts';
import type { Disk, OpenFile } from './disk.ts';
import { errno, reasonOf } from './errno.ts';

/** What a file is written from. */
export type Content = Uint8Array | string | AsyncIterable<Uint8Array | string>;

/** Bytes of a file's name on every usual system. */
export const LONGEST_NAME = 255;

/** Temporary files of this process that are not complete yet. */
const temporary = new Set<string>();

/** Removes files that were being written; for every way the program can end. */
export async function removeTemporary(): Promise<void> {
  for (const file of temporary) await machineDisk.unlink(file).catch(() => {});
  temporary.clear();
}

/** As much of a name as fits into so many bytes; no letter is cut. */
function shortened(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  return Buffer.from(name)
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}

/** The end of a temporary file's name: process, machine, and the nanosecond, which nobody can guess. */
const TEMPORARY = /^\..*\.(\d+)-([0-9a-f]{4})-[0-9a-f]{12}\.tmp$/s;
/** Those of versions before. */
const EARLIER = /^\..+\.(\d+)\.tmp$/s;

function temporaryName(file: string): string {
  const moment = process.hrtime.bigint().toString(16).padStart(12, '0').slice(-12);
  const end = `.${process.pid}-${hostTag()}-${moment}.tmp`;
  const base = shortened(path.basename(file), LONGEST_NAME - 1 - end.length);
  return path.join(path.dirname(file), `.${base}${end}`);
}

/**
 * Removes from a folder what processes of this machine that were killed left half-written.
 *
 * @param alone nobody else writes in this folder: what other machines and versions left goes too
 */
export async function removeStale(folder: string, alone = false, disk: Disk = machineDisk): Promise<void> {
  const entries = await disk.readdir(folder).catch(() => []);
  const here = hostTag();
  for (const entry of entries) {
    const [, pid, host] = TEMPORARY.exec(entry.name) ?? (alone ? EARLIER.exec(entry.name) : undefined) ?? [];
    const file = path.join(folder, entry.name);
    if (pid === undefined || !entry.isFile() || temporary.has(file)) continue;
    const left = alone || (host === here && Number(pid) !== process.pid && !isAlive(Number(pid)));
    if (left) await disk.unlink(file).catch(() => {});
  }
}

/** Folders that this process has looked through for what others left. */
const swept = new Set<string>();

async function sweep(folder: string, disk: Disk): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  await removeStale(folder, false, disk);
}

async function writeAll(file: OpenFile, data: Content): Promise<void> {
  if (typeof data === 'string' || data instanceof Uint8Array) return file.write(data);
  for await (const piece of data) await file.write(piece);
}

/** Makes the names in a folder outlast a power cut, where its file system can. */
async function syncFolder(folder: string, disk: Disk): Promise<void> {
  const opened = await disk.open(folder, 'r').catch((error: unknown) => {
    // Windows opens no folders; a folder may be one to write in, not to look into.
    if (['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes(errno(error))) return undefined;
    throw error;
  });
  if (!opened) return;
  try {
    await opened.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EBADF', 'ENOSYS'].includes(errno(error))) throw error;
  } finally {
    await opened.close();
  }
}

/** File systems that know no second names for a file (FAT, some of networks). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES']);

/** Gives a complete file its name unless that is taken; true when it has it. */
async function claim(partial: string, file: string, disk: Disk): Promise<boolean> {
  try {
    await disk.link(partial, file);
  } catch (error) {
    if (errno(error) === 'EEXIST') return false;
    if (!NO_LINKS.has(errno(error))) throw error;
    if (await disk.lstat(file).catch(() => undefined)) return false;
    await disk.rename(partial, file);
    return true;
  }
  // It stands; what stays of the other name is swept away at the next start.
  await disk.unlink(partial).catch(() => {});
  return true;
}

/** `m-1.safetensors`, `m-2.safetensors`, … beside `m.safetensors`. */
function* besides(file: string): Generator<string> {
  const { dir, name, ext } = path.parse(file);
  for (let n = 1; ; n++) yield path.join(dir, `${shortened(name, LONGEST_NAME - ext.length - 8)}-${n}${ext}`);
}

/** How a whole file is written. */
export interface Writing {
  /** A file of this name is replaced; else another name beside it is taken. */
  readonly replace: boolean;
  /** A link of this name is replaced by the file; else the file that it points to is. */
  readonly noFollow?: boolean;
}

async function publish(partial: string, file: string, replace: boolean, disk: Disk): Promise<string> {
  if (replace) {
    await disk.rename(partial, file);
    return file;
  }
  if (await claim(partial, file, disk)) return file;
  for (const beside of besides(file)) if (await claim(partial, beside, disk)) return beside;
  return file;
}

/** What is no regular file (/dev/null, a named pipe) is written to, not replaced. */
async function writeInto(name: string, data: Content, disk: Disk): Promise<void> {
  try {
    const file = await disk.open(name, 'w');
    try {
      await writeAll(file, data);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof NnError) throw error;
    // Who reads a pipe may have seen enough (-o /dev/stdout | head): as with standard output that is no error.
    if (errno(error) === 'EPIPE') return;
    throw inputError(`cannot be written: ${reasonOf(error)}`, { where: { source: name } });
  }
}

/** Writes and syncs a temporary file, and gives it its name when it is complete. */
async function writeThrough(
  partial: string,
  data: Content,
  { mode, publishAs }: { readonly mode: number | undefined; readonly publishAs: () => Promise<string> },
  disk: Disk,
): Promise<string> {
  const file = await disk.open(partial, 'wx', mode);
  try {
    await writeAll(file, data);
    await file.sync();
  } finally {
    await file.close();
  }
  return publishAs();
}

/**
 * The one way in which files are written: a file appears under its name only when it is complete and would outlast a
 * power cut. It is written under a temporary name beside it, synced, renamed, and its folder is synced.
 *
 * @returns the name that it has
 * @throws NnError('input') of the system's reason; what stood there before stands
 */
export async function writeWhole(
  name: string,
  data: Content,
  { replace, noFollow = false }: Writing,
  disk: Disk = machineDisk,
): Promise<string> {
  const file = noFollow ? name : await disk.realpath(name).catch(() => name);
  const existing = await (noFollow ? disk.lstat(file) : disk.stat(file)).catch(() => undefined);
  if (existing && !existing.isFile() && !noFollow) {
    await writeInto(name, data, disk);
    return name;
  }
  const folder = path.dirname(file);
  await sweep(folder, disk);
  const partial = temporaryName(file);
  temporary.add(partial);
  try {
    const mode = existing?.isFile() ? existing.mode & 0o777 : undefined;
    const publishAs = () => publish(partial, file, replace, disk);
    const written = await writeThrough(partial, data, { mode, publishAs }, disk);
    await syncFolder(folder, disk);
    if (written === file) return name;
    // Beside a file that a link points to, it is not beside the link.
    return path.basename(file) === path.basename(name)
      ? path.join(path.dirname(name), path.basename(written))
      : written;
  } catch (error) {
    await disk.unlink(partial).catch(() => {});
    // What the writer itself had to say comes first.
    if (error instanceof NnError) throw error;
    throw inputError(`cannot be written: ${reasonOf(error)}`, { where: { source: name } });
  } finally {
    temporary.delete(partial);
  }
}

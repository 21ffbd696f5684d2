import { createHash } from 'node:crypto';
import { createReadStream, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';
import {
  access,
  constants,
  mkdir,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { isatty } from 'node:tty';
import { inputError, NnError, usageError } from '../errors.ts';
import type { ByteSource, RandomAccess } from '../formats/define.ts';
import { nearest } from '../util/suggest.ts';

const CHUNK = 1 << 20;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** True when stdin is a pipe, a socket or a file: something that was given, not a terminal and not /dev/null. */
export function stdinIsGiven(): boolean {
  try {
    if (isatty(0)) return false;
    const stats = fstatSync(0);
    return stats.isFIFO() || stats.isFile() || stats.isSocket();
  } catch {
    return false;
  }
}

/** Undoes gzip when the first bytes say so, by content rather than by name. */
async function* gunzipped(raw: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const iterator = raw[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const head = first.value;
  async function* all() {
    yield head;
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  }
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* all();
    return;
  }
  const { createGunzip } = await import('node:zlib');
  const { pipeline } = await import('node:stream');
  const { Readable } = await import('node:stream');
  const gunzip = createGunzip({ chunkSize: CHUNK });
  pipeline(Readable.from(all()), gunzip, () => {});
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch {
    throw inputError('the gzip data is damaged or ends too early', {
      where: { source: name },
      hint: 'copy or download the file again',
    });
  }
}

/** Buffer's slice is a view where Uint8Array's is a copy; the library below expects the latter. */
const asBytes = (buffer: Uint8Array) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);

function sourceOf(
  name: string,
  open: () => AsyncIterable<Uint8Array>,
  { size, digest }: { size?: number | undefined; digest: boolean },
): ByteSource {
  const hash = digest ? createHash('sha256') : undefined;
  async function* chunks() {
    for await (const chunk of gunzipped(open(), name)) {
      hash?.update(chunk);
      yield asBytes(chunk);
    }
  }
  return {
    name,
    baseName: path.basename(name).replace(/\.gz$/i, ''),
    ...(size !== undefined && { size }),
    ...(hash && { digest: () => hash.copy().digest('hex') }),
    chunks,
    async bytes() {
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks()) parts.push(chunk);
      if (parts.length === 1) return parts[0];
      // An array of its own, so that numbers in it are aligned.
      const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
  };
}

async function missing(file: string): Promise<never> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch(() => undefined);
  const match = names && nearest(path.basename(file), names);
  throw inputError('there is no such file', {
    where: { source: file },
    hint: !names
      ? `there is no folder ${folder} either`
      : match === undefined
        ? 'check the path; it is relative to the current folder'
        : `did you mean "${path.join(folder, match)}"?`,
  });
}

/** Throws an input error unless the file is there and may be read. */
async function checkReadable(file: string): Promise<Stats> {
  const stats = await stat(file).catch(async (error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return missing(file);
    throw inputError(`cannot be read (${codeOf(error)})`, { where: { source: file } });
  });
  if (stats.isDirectory()) {
    throw inputError('this is a folder, expected a file', { where: { source: file } });
  }
  await access(file, constants.R_OK).catch(() => {
    throw inputError('reading is not permitted', { where: { source: file }, hint: `check: ls -l ${file}` });
  });
  return stats;
}

/** Opens a file for reading. Throws an input error when it cannot be read. */
export async function openFile(file: string, digest = false): Promise<ByteSource> {
  const stats = await checkReadable(file);
  return sourceOf(file, () => createReadStream(file, { highWaterMark: CHUNK }), {
    size: stats.isFile() ? stats.size : undefined,
    digest,
  });
}

/** Opens a file of which parts are read as they are wanted. Throws an input error when it cannot be. */
export async function openRandom(file: string): Promise<RandomAccess> {
  const { size } = await checkReadable(file);
  const descriptor = openSync(file, 'r');
  return {
    size,
    read(position, into) {
      for (let done = 0; done < into.length;) {
        const count = readSync(descriptor, into, done, into.length - done, position + done);
        if (count === 0)
          throw inputError(`the file ends at byte ${position + done}, expected more`, {
            where: { source: file },
          });
        done += count;
      }
    },
  };
}

export function openStdin(digest = false): ByteSource {
  const open = () => createReadStream('', { fd: 0, highWaterMark: CHUNK, autoClose: false });
  return sourceOf('stdin', open, { digest });
}

/** Throws unless `file` may be written: a free name (or `replace`) in a folder that takes it. */
export async function checkWritable(file: string, replace: boolean): Promise<void> {
  const folder = path.dirname(file);
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isDirectory())
    throw inputError('this is a folder, expected a file name', { where: { source: file } });
  if (existing?.isFile() && !replace) {
    throw usageError(`${file} exists already`, { hint: 'say --force to replace it, or choose another name' });
  }
  const parent = await stat(folder).catch(() => undefined);
  if (!parent?.isDirectory()) {
    throw inputError(`cannot be written: there is no folder ${folder}`, {
      where: { source: file },
      hint: `mkdir -p ${folder}`,
    });
  }
  await access(folder, constants.W_OK).catch(() => {
    throw inputError(`cannot be written: folder ${folder} is read-only`, { where: { source: file } });
  });
}

const temporary = new Set<string>();

/** Removes files that were being written; for every way the program can end. */
export async function removeTemporary(): Promise<void> {
  for (const file of temporary) await unlink(file).catch(() => {});
  temporary.clear();
}

/** Removes what a killed process left half-written in a folder. */
export async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (/^\..+\.\d+\.tmp$/.test(name)) await unlink(path.join(folder, name)).catch(() => {});
}

/**
 * A file that appears under its name only when it is complete. A link keeps pointing where it points, and what is no
 * regular file (/dev/null, a named pipe) is written to, not replaced.
 */
export async function writeWhole(
  name: string,
  data: Uint8Array | string | AsyncIterable<Uint8Array | string>,
): Promise<void> {
  const file = await realpath(name).catch(() => name);
  const existing = await stat(file).catch(() => undefined);
  if (existing && !existing.isFile()) {
    await writeFile(file, data).catch((error: unknown) => {
      throw inputError(`cannot be written (${codeOf(error)})`, { where: { source: name } });
    });
    return;
  }
  const partial = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  temporary.add(partial);
  try {
    await writeFile(partial, data);
    await rename(partial, file);
  } catch (error) {
    await unlink(partial).catch(() => {});
    // What the writer itself had to say comes first.
    if (error instanceof NnError) throw error;
    throw inputError(`cannot be written (${codeOf(error)})`, { where: { source: name } });
  } finally {
    temporary.delete(partial);
  }
}

/** The first free folder runs/NAME-1, runs/NAME-2, … */
export async function createRunFolder(name: string): Promise<string> {
  await mkdir('runs', { recursive: true }).catch((error: unknown) => {
    throw inputError(`folder runs cannot be made (${codeOf(error)})`, {
      hint: 'use -o FILE to write the model elsewhere',
    });
  });
  for (let n = 1; ; n++) {
    const folder = path.join('runs', `${name}-${n}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw inputError(`folder ${folder} cannot be made (${codeOf(error)})`);
    }
  }
}

/** Names of the folders in a folder, run-2 before run-10. */
export async function folders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.sort(new Intl.Collator('en', { numeric: true }).compare);
}

/** Creates a folder that is not there yet. */
export async function createFolder(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true }).catch(() => {});
  await mkdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST')
      throw usageError(`${folder} exists already`, { hint: 'choose another name, or --resume it' });
    throw inputError(`folder ${folder} cannot be made (${codeOf(error)})`);
  });
}

/** Removes a folder with its files, and the folder of all runs when nothing else is in it. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  if (path.dirname(folder) === 'runs') await rmdir('runs').catch(() => {});
}

/** A file that ships with the program, beside the bundle or, when run from source, in dist. */
export async function asset(name: string): Promise<Uint8Array> {
  const { readFile } = await import('node:fs/promises');
  const beside = new URL(`./${name}`, import.meta.url);
  return readFile(existsSync(beside) ? beside : new URL(`../../dist/${name}`, import.meta.url));
}

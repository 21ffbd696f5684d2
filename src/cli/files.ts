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
import { failure, inputError, NnError, usageError } from '../errors.ts';
import { errno } from './errno.ts';
import { refuseShipped } from './package.ts';

/** Throws unless `file` may be written: a free name (or `replace`) in a folder that takes it. */
export async function checkWritable(file: string, replace: boolean): Promise<void> {
  refuseShipped(file);
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

/** Reasons that lie with the machine, not with what was asked for. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);

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
 * A file that appears under its name only when it is complete. A link keeps pointing where it points, and
 * what is no regular file (/dev/null, a named pipe) is written to, not replaced.
 */
export async function writeWhole(
  name: string,
  data: Uint8Array | string | AsyncIterable<Uint8Array | string>,
): Promise<void> {
  const file = await realpath(name).catch(() => name);
  const existing = await stat(file).catch(() => undefined);
  if (existing && !existing.isFile()) {
    await writeFile(file, data).catch((error: unknown) => {
      throw inputError(`cannot be written (${errno(error)})`, { where: { source: name } });
    });
    return;
  }
  const partial = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  temporary.add(partial);
  try {
    await writeFile(partial, data, existing ? { mode: existing.mode & 0o777 } : {});
    await rename(partial, file);
  } catch (error) {
    await unlink(partial).catch(() => {});
    // What the writer itself had to say comes first.
    if (error instanceof NnError) throw error;
    throw FULL.has(errno(error))
      ? failure(`${name} cannot be written: the disk is full (${errno(error)})`)
      : inputError(`cannot be written (${errno(error)})`, { where: { source: name } });
  } finally {
    temporary.delete(partial);
  }
}

/** The first free folder runs/NAME-1, runs/NAME-2, … */
export async function createRunFolder(name: string): Promise<string> {
  await mkdir('runs', { recursive: true }).catch((error: unknown) => {
    throw inputError(`folder runs cannot be made (${errno(error)})`, {
      hint: 'use -o FILE to write the model elsewhere',
    });
  });
  for (let n = 1; ; n++) {
    const folder = path.join('runs', `${name}-${n}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if (errno(error) !== 'EEXIST') throw inputError(`folder ${folder} cannot be made (${errno(error)})`);
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
  refuseShipped(folder);
  await mkdir(path.dirname(folder), { recursive: true }).catch(() => {});
  await mkdir(folder).catch((error: unknown) => {
    if (errno(error) === 'EEXIST')
      throw usageError(`${folder} exists already`, { hint: 'choose another name, or --resume it' });
    throw inputError(`folder ${folder} cannot be made (${errno(error)})`);
  });
}

/** Removes a folder with its files, and the folder of all runs when nothing else is in it. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  if (path.dirname(folder) === 'runs') await rmdir('runs').catch(() => {});
}

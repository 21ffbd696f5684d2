import path from 'node:path';
import { inputError, usageError } from '../errors.ts';
import { shellWord } from '../util/shell.ts';
import { machineDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { errno, reasonOf } from './errno.ts';
import { refuseShipped } from './package.ts';
import { LONGEST_NAME } from './writing.ts';

/**
 * Throws unless `file` may be written: a free name (or `replace`) in a folder that takes it.
 *
 * @returns whether the name is free
 */
export async function checkWritable(
  file: string,
  replace: boolean,
  disk: Disk = machineDisk,
): Promise<boolean> {
  refuseShipped(file);
  const folder = path.dirname(file);
  const refused = (message: string, hint?: string) =>
    inputError(message, { where: { source: file }, ...(hint !== undefined && { hint }) });
  if (Buffer.byteLength(path.basename(file)) > LONGEST_NAME)
    throw refused(`cannot be written: the name is longer than ${LONGEST_NAME} bytes`);
  const existing = await disk.stat(file).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errno(error))) return undefined;
    throw refused(`cannot be written: ${reasonOf(error)}`);
  });
  if (existing?.isDirectory()) throw refused('this is a folder, expected a file name');
  if (existing?.isFile() && !replace) {
    throw usageError(`${file} exists already`, { hint: 'say --force to replace it, or choose another name' });
  }
  const parent = await disk.stat(folder).catch(() => undefined);
  if (!parent?.isDirectory())
    throw refused(`cannot be written: there is no folder ${folder}`, `mkdir -p ${shellWord(folder)}`);
  await disk.accessWritable(folder).catch(() => {
    throw refused(`cannot be written: folder ${folder} is read-only`);
  });
  return existing === undefined;
}

/** The first free folder runs/NAME-1, runs/NAME-2, … */
export async function createRunFolder(name: string, disk: Disk = machineDisk): Promise<string> {
  const makeRuns = () =>
    disk.mkdir('runs').catch((error: unknown) => {
      if (errno(error) === 'EEXIST') return;
      throw inputError(`folder runs cannot be made: ${reasonOf(error)}`, {
        hint: 'use -o FILE to write the model elsewhere',
      });
    });
  await makeRuns();
  for (let n = 1, again = 0; ; n++) {
    const folder = path.join('runs', `${name}-${n}`);
    try {
      await disk.mkdir(folder);
      return folder;
    } catch (error) {
      const code = errno(error);
      if (code === 'EEXIST') continue;
      // Another run that failed has just taken its folder, and the empty folder of all runs with it.
      if (code !== 'ENOENT' || ++again > 100)
        throw inputError(`folder ${folder} cannot be made: ${reasonOf(error)}`);
      await makeRuns();
      n--;
    }
  }
}

/**
 * Names of the folders in a folder, run-2 before run-10; none where there is no such folder.
 *
 * @throws NnError('input') for a folder that cannot be read
 */
export async function folders(folder: string, disk: Disk = machineDisk): Promise<string[]> {
  const entries = await disk.readdir(folder).catch((error: unknown) => {
    if (errno(error) === 'ENOENT') return [];
    throw inputError(
      errno(error) === 'ENOTDIR' ? 'this is no folder' : `cannot be read: ${reasonOf(error)}`,
      { where: { source: folder } },
    );
  });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.sort(new Intl.Collator('en', { numeric: true }).compare);
}

/** Creates a folder that is not there yet. */
export async function createFolder(folder: string, disk: Disk = machineDisk): Promise<void> {
  refuseShipped(folder);
  await disk.mkdir(path.dirname(folder), { recursive: true }).catch(() => {});
  await disk.mkdir(folder).catch((error: unknown) => {
    if (errno(error) === 'EEXIST')
      throw usageError(`${folder} exists already`, { hint: 'choose another name, or --resume it' });
    throw inputError(`folder ${folder} cannot be made: ${reasonOf(error)}`);
  });
}

/** Removes a folder with its files, and the folder of all runs when nothing else is in it. */
export async function removeFolder(folder: string, disk: Disk = machineDisk): Promise<void> {
  await disk.removeAll(folder);
  if (path.dirname(folder) === 'runs') await disk.rmdir('runs').catch(() => {});
}

import { constants } from 'node:fs';
import {
  access,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
} from 'node:fs/promises';
import type { Dirent, Stats } from 'node:fs';

/** A file that is open for writing, or a folder that is open to be synced. */
export interface OpenFile {
  /** Writes all of it, after what was written before. */
  write(data: Uint8Array | string): Promise<void>;
  /** Returns when what was written would outlast a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The calls of the system that files are written through. One object, so that tests can let each of them fail in
 * turn; an error is that of the system, with its `code`.
 */
export interface Disk {
  /**
   * @param flags `wx`: a file that is not there yet, never through a link; `w`: what is there; `r`: a folder
   */
  open(path: string, flags: 'wx' | 'w' | 'r', mode?: number): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name; fails where that is taken. */
  link(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  mkdir(path: string, options?: { readonly recursive: boolean }): Promise<unknown>;
  rmdir(path: string): Promise<void>;
  removeAll(path: string): Promise<void>;
  readdir(path: string): Promise<Dirent[]>;
  readText(path: string): Promise<string>;
  stat(path: string): Promise<Stats>;
  lstat(path: string): Promise<Stats>;
  realpath(path: string): Promise<string>;
  /** Fails unless the folder takes new files. */
  accessWritable(path: string): Promise<void>;
}

/** The file system of this machine. */
export const machineDisk: Disk = {
  async open(path, flags, mode) {
    const file = await open(path, flags, mode);
    return { write: (data) => file.writeFile(data), sync: () => file.sync(), close: () => file.close() };
  },
  rename,
  link,
  unlink,
  mkdir,
  rmdir: (path) => rmdir(path),
  removeAll: (path) => rm(path, { recursive: true, force: true }),
  readdir: (path) => readdir(path, { withFileTypes: true }),
  readText: (path) => readFile(path, 'utf8'),
  stat: (path) => stat(path),
  lstat: (path) => lstat(path),
  realpath: (path) => realpath(path),
  accessWritable: (path) => access(path, constants.W_OK),
};

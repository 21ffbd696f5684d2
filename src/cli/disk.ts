import * as fs from 'node:fs';
import { promisify } from 'node:util';

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
  readdir(path: string): Promise<fs.Dirent[]>;
  readText(path: string): Promise<string>;
  stat(path: string): Promise<fs.Stats>;
  lstat(path: string): Promise<fs.Stats>;
  realpath(path: string): Promise<string>;
  /** Fails unless the folder takes new files. */
  accessWritable(path: string): Promise<void>;
}

const open = promisify(fs.open);
const writeFile = promisify(fs.writeFile);
const sync = promisify(fs.fsync);
const close = promisify(fs.close);
const access = promisify(fs.access);
const readdir = promisify(fs.readdir);
const readFile = promisify(fs.readFile);
const removeAll = promisify(fs.rm);

/** The file system of this machine, by callbacks: writing a few files is not worth loading node:fs/promises. */
export const machineDisk: Disk = {
  async open(path, flags, mode) {
    const file = await open(path, flags, mode);
    return { write: (data) => writeFile(file, data), sync: () => sync(file), close: () => close(file) };
  },
  rename: promisify(fs.rename),
  link: promisify(fs.link),
  unlink: promisify(fs.unlink),
  mkdir: promisify(fs.mkdir),
  rmdir: promisify(fs.rmdir),
  removeAll: (path) => removeAll(path, { recursive: true, force: true }),
  readdir: (path) => readdir(path, { withFileTypes: true }),
  readText: (path) => readFile(path, 'utf8'),
  stat: promisify(fs.stat),
  lstat: promisify(fs.lstat),
  realpath: promisify(fs.realpath.native),
  accessWritable: (path) => access(path, fs.constants.W_OK),
};

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

/** Called before a read, counted from 1. */
export type BeforeRead = (nth: number) => void;

const { read, readSync, openSync } = fs;
const readLater = promisify(read);

/**
 * Does some work while every read of a file goes through a function, which may throw what the system would, or change
 * the file.
 */
export async function withReads<T>(file: string, before: BeforeRead, work: () => Promise<T>): Promise<T> {
  let count = 0;
  const { ino } = fs.statSync(file);
  const told = (descriptor: number) => {
    if (fs.fstatSync(descriptor).ino === ino) before(++count);
  };
  const faulty = (...args: Parameters<typeof readSync>) => {
    told(args[0]);
    return readSync(...args);
  };
  const later = async (...args: Parameters<typeof readLater>) => {
    told(args[0]);
    return readLater(...args);
  };
  Object.assign(fs, { readSync: faulty, read: Object.assign(() => {}, { [promisify.custom]: later }) });
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    Object.assign(fs, { readSync, read });
    syncBuiltinESMExports();
  }
}

/** The same of every time that a file is opened. */
export async function withOpens<T>(file: string, before: BeforeRead, work: () => Promise<T>): Promise<T> {
  let count = 0;
  const faulty = (...args: Parameters<typeof openSync>) => {
    if (path.resolve(String(args[0])) === file) before(++count);
    return openSync(...args);
  };
  Object.assign(fs, { openSync: faulty });
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    Object.assign(fs, { openSync });
    syncBuiltinESMExports();
  }
}

/** What the system throws when a call fails. */
export const systemError = (code: string, syscall = 'read'): Error =>
  Object.assign(new Error(`${code}: made to fail, ${syscall}`), { code, syscall });

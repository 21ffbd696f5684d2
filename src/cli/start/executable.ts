import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Sea from 'node:sea';
import type * as Threads from 'node:worker_threads';
import { PLACE } from '../executable.ts';
import type { Executable } from '../executable.ts';
import { keep, readKept, sweep, userFolder } from './cacheFolder.ts';
import { cacheName, readCache, unpack, writeCache } from './codeCache.ts';
import type { Compiled } from './codeCache.ts';
import { createLoader } from './loader.ts';
import { runProgram } from './run.ts';

// The program as one executable file: chunks, binaries, pages and data are assets of it, and so is the code that V8 makes
// of what usual commands need. Threads begin here too.

/** A hash of the program, and names of all assets; the build fills them in. */
declare const PROGRAM: string;
declare const ASSETS: readonly string[];

const { getRawAsset } = require('node:sea') as { getRawAsset: (name: string) => ArrayBuffer } & typeof Sea;
const { isMainThread } = require('node:worker_threads') as typeof Threads;

const known = new Set(ASSETS);
const asset = (name: string) => (known.has(name) ? new Uint8Array(getRawAsset(name)) : undefined);

/** What must lie in the file system is written once, by a name that tells its bytes. */
function fileOf(name: string): string {
  const bytes = asset(name);
  if (!bytes) throw new Error(`${name} is not in this executable`);
  const folder = userFolder();
  const own = `${PROGRAM}-${path.basename(name)}`;
  const before = folder && readKept(folder, own);
  if (folder && before?.equals(bytes)) return path.join(folder.path, own);
  const kept = folder && keep(folder, own, bytes);
  if (folder && kept !== undefined) {
    const ending = own.slice(PROGRAM.length);
    sweep(folder, own, (file) => /^[0-9a-f]{16}-/.test(file) && file.slice(PROGRAM.length) === ending);
    return kept;
  }
  const passing = mkdtempSync(path.join(tmpdir(), 'nn-'));
  process.once('exit', () => rmSync(passing, { recursive: true, force: true }));
  const file = keep(
    { path: passing, owner: process.getuid?.(), forbidden: 0o077, beside: false },
    own,
    bytes,
  );
  if (file === undefined)
    throw new Error(`${name} can be written nowhere: neither in ~/.cache nor in ${passing}`);
  return file;
}

function native(name: string): unknown {
  const module = { exports: {} };
  process.dlopen(module, fileOf(`${name}.node`));
  return module.exports;
}

const program: Executable = {
  asset,
  names: (folder) =>
    ASSETS.filter((name) => path.posix.dirname(name) === folder).map((name) => path.posix.basename(name)),
  file: fileOf,
  native,
  get threadScript() {
    return Buffer.from(getRawAsset('thread')).toString('latin1');
  },
};
(globalThis as { [PLACE]?: Executable })[PLACE] = program;

/** The code of a usual command, which was made when the executable was. */
function madeBefore(name: string): Compiled | undefined {
  const command = `code/${name.slice(0, name.indexOf(`-${PROGRAM}`))}`;
  const bytes = asset(command);
  return bytes && unpack(Buffer.from(bytes.buffer));
}

const folder = path.join(path.dirname(process.execPath), 'nn-program');
const chunk = (name: string) => Buffer.from(getRawAsset(`dist/${name}`)).toString('latin1');

if (isMainThread) {
  const name = cacheName(PROGRAM, process.argv.slice(2));
  const folders = [userFolder()].filter((one) => one !== undefined);
  const made = name === undefined ? undefined : madeBefore(name);
  const kept = made ?? (name === undefined ? undefined : readCache(folders, name));
  const loader = createLoader({ folder, kept, read: chunk, others: require });
  runProgram(loader, name === undefined || made ? undefined : (code) => writeCache(folders, name, code));
} else {
  const [, , entry] = process.argv;
  createLoader({ folder, kept: undefined, read: chunk, others: require }).load(entry);
}

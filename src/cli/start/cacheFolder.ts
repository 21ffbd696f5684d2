import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';

/** Bits of a mode that let others write. */
const WRITABLE = 0o022;
/** Bits of a mode that let others do anything. */
const OTHERS = 0o077;

/** A folder for what is made on first use. Whoever may write in it may decide what the program does. */
export interface CacheFolder {
  readonly path: string;
  /** Whose the folder and its files must be; undefined where the system knows no owners. */
  readonly owner: number | undefined;
  /** Bits that its mode must not have. */
  readonly forbidden: number;
  /** It belongs to one program. */
  readonly beside: boolean;
}

/** $XDG_CACHE_HOME/nn, or ~/.cache/nn; undefined without a home. Nobody else may look into it. */
export function userFolder(env: NodeJS.ProcessEnv = process.env): CacheFolder | undefined {
  const { XDG_CACHE_HOME: caches = '', HOME: home = '', LOCALAPPDATA: local = '' } = env;
  const base = path.isAbsolute(caches)
    ? caches
    : path.isAbsolute(home)
      ? path.join(home, '.cache')
      : path.isAbsolute(local)
        ? local
        : undefined;
  if (base === undefined) return undefined;
  return { path: path.join(base, 'nn'), owner: process.getuid?.(), forbidden: OTHERS, beside: false };
}

/** A folder beside the program, which belongs to whoever owns the program. */
export function folderBeside(program: string): CacheFolder | undefined {
  try {
    const { uid } = lstatSync(program);
    const owner = process.getuid === undefined ? undefined : uid;
    return { path: path.join(program, 'cache'), owner, forbidden: WRITABLE, beside: true };
  } catch {
    return undefined;
  }
}

const trusted = ({ uid, mode }: Stats, { owner, forbidden }: CacheFolder) =>
  owner === undefined || (uid === owner && (mode & forbidden) === 0);

function isTrusted(folder: CacheFolder): boolean {
  const stats = lstatSync(folder.path, { throwIfNoEntry: false });
  return stats !== undefined && stats.isDirectory() && trusted(stats, folder);
}

/** Windows has neither links that are followed unasked nor named pipes in folders, and no bits for them. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * What `read` makes of an open file in the folder; undefined where there is none, or one that somebody else could
 * have written.
 */
function ofKept(
  folder: CacheFolder,
  name: string,
  read: (file: number, size: number) => Buffer | undefined,
): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path.join(folder.path, name), flags);
    const stats = fstatSync(file);
    if (!stats.isFile() || !trusted(stats, folder) || !isTrusted(folder)) return undefined;
    return read(file, stats.size);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The first bytes of a file. */
function firstOf(file: number, size: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafeSlow(size);
  return readSync(file, bytes, 0, size, 0) === size ? bytes : undefined;
}

/** The bytes of a file in the folder; undefined where there is none that only its owner can have written. */
export const readKept = (folder: CacheFolder, name: string): Buffer | undefined =>
  ofKept(folder, name, firstOf);

/** Bytes that are compared at a time: new memory costs more than reading into what is there. */
const PIECE = 65536;

/**
 * What `keepTwice` kept; undefined where it is damaged. Comparing two copies takes less time than a checksum, in
 * JavaScript or in the parts of Node.js that know one and are loaded for it.
 */
export function readTwice(folder: CacheFolder, name: string): Buffer | undefined {
  return ofKept(folder, name, (file, size) => {
    const half = size / 2;
    const bytes = half % 1 === 0 ? firstOf(file, half) : undefined;
    return bytes && repeats(file, bytes) ? bytes : undefined;
  });
}

/** Whether a file goes on with the bytes that it begins with. */
function repeats(file: number, bytes: Buffer): boolean {
  const piece = Buffer.allocUnsafeSlow(Math.min(PIECE, bytes.length));
  for (let at = 0; at < bytes.length;) {
    const count = readSync(file, piece, 0, Math.min(PIECE, bytes.length - at), bytes.length + at);
    if (count === 0 || piece.compare(bytes, at, at + count, 0, count) !== 0) return false;
    at += count;
  }
  return true;
}

/** Keeps two copies, one after the other. */
export const keepTwice = (folder: CacheFolder, name: string, bytes: Uint8Array): string | undefined =>
  keep(folder, name, Buffer.concat([bytes, bytes]));

/** Makes a folder where its parent is there; Node.js would try for ever to make one in /proc with its parents. */
function makeFolder(folder: string, mode: number): void {
  if (!existsSync(folder)) mkdirSync(folder, { mode });
}

/**
 * Keeps bytes in the folder, which is made where it is not there; they appear whole.
 *
 * @returns the file, or undefined where the folder does not take it
 */
export function keep(folder: CacheFolder, name: string, bytes: Uint8Array): string | undefined {
  // What root leaves in a folder of somebody else, they could not remove.
  if (folder.owner !== undefined && folder.owner !== process.getuid?.()) return undefined;
  const file = path.join(folder.path, name);
  const partial = path.join(folder.path, `.${name}.${process.pid}-${process.hrtime().join('')}.tmp`);
  const others = folder.forbidden === OTHERS ? 0 : 0o044;
  try {
    makeFolder(path.dirname(folder.path), 0o700);
    makeFolder(folder.path, 0o700 | (others && 0o055));
    if (!isTrusted(folder)) return undefined;
    writeFileSync(partial, bytes, { flag: 'wx', mode: 0o600 | others });
    renameSync(partial, file);
    return file;
  } catch {
    try {
      unlinkSync(partial);
    } catch {
      // It was not made.
    }
    return undefined;
  }
}

/** Files of another program, Node.js or flags that stay: somebody may have two of them, and use both. */
const OTHERS_KEPT = 2;
/** Milliseconds after which a file that was begun is not going to be finished. */
const GIVEN_UP = 3_600_000;

/**
 * Removes what former versions left in the folder, and what killed processes began. Other processes may do the same at that
 * moment, or read what is removed.
 *
 * @param name what has just been kept
 * @param kin tells files that hold the same of another version
 * @param stale tells those of them that nobody can have a use for
 */
export function sweep(
  folder: CacheFolder,
  name: string,
  kin: (name: string) => boolean,
  stale: (name: string) => boolean = () => false,
): void {
  try {
    const now = Date.now();
    const found = readdirSync(folder.path).map((file) => {
      const { mtimeMs } = lstatSync(path.join(folder.path, file), { throwIfNoEntry: false }) ?? {};
      return { file, written: mtimeMs ?? now };
    });
    const others = found
      .filter(({ file }) => file !== name && kin(file))
      .sort((a, b) => b.written - a.written);
    const kept = new Set(others.filter(({ file }) => !stale(file)).slice(0, OTHERS_KEPT));
    const begun = found.filter(({ file, written }) => /^\..*\.tmp$/.test(file) && now - written > GIVEN_UP);
    for (const one of [...others.filter((other) => !kept.has(other)), ...begun]) remove(folder, one.file);
  } catch {
    // It stays until the next time.
  }
}

function remove(folder: CacheFolder, file: string): void {
  try {
    unlinkSync(path.join(folder.path, file));
  } catch {
    // Somebody else has removed it, or it is in use.
  }
}

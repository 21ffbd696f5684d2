/** The system's name of what went wrong, such as ENOENT; empty for other errors. */
export const errno = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** In words, those that need them. */
const words: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'it is not permitted'],
  ['EDQUOT', 'the quota is used up'],
  ['EIO', 'the device failed'],
  ['EISDIR', 'this is a folder'],
  ['ELOOP', 'its links lead in a circle'],
  ['EMFILE', 'this process may open no more files'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ENFILE', 'the machine can open no more files'],
  ['ENOENT', 'the folder is gone'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTDIR', 'a part of its path is no folder'],
  ['EPERM', 'it is not permitted'],
  ['EROFS', 'the file system is read-only'],
  ['ESTALE', 'the file server has lost it'],
]);

/** Why the system refused: `the disk is full (ENOSPC)`. */
export function reasonOf(error: unknown): string {
  const code = errno(error);
  const word = words.get(code);
  return word === undefined ? code || String(error) : `${word} (${code})`;
}

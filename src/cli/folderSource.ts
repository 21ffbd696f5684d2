import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import type { ByteSource } from '../formats/define.ts';
import { append } from '../util/extremes.ts';
import { errno } from './errno.ts';

/** Folders in folders that are searched for files. */
const DEPTH = 4;

async function filesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true }).catch((error: unknown) => {
    throw inputError(`cannot be read (${errno(error)})`, { where: { source: path.join(folder, below) } });
  });
  const names = entries.map((entry) => ({
    entry,
    name: below === '' ? entry.name : `${below}/${entry.name}`,
  }));
  // image-2 before image-10, the same on every machine.
  const naturally = new Intl.Collator('en', { numeric: true });
  names.sort((a, b) => naturally.compare(a.name, b.name));
  const found: string[] = [];
  for (const { entry, name } of names) {
    if (entry.name.startsWith('.')) continue;
    if (!entry.isDirectory()) found.push(name);
    else if (name.split('/').length <= DEPTH) append(found, await filesIn(folder, name));
  }
  return found;
}

/**
 * Files of a folder as one source, for formats that are made of many; it has no bytes of its own.
 *
 * @param openFile opens one of them, by its path
 */
export function folderSource(
  name: string,
  digest: boolean,
  openFile: (file: string) => Promise<ByteSource>,
): ByteSource {
  const hash = digest ? createHash('sha256') : undefined;
  const refuse = (): never => {
    throw inputError('this is a folder, expected a file', { where: { source: name } });
  };
  return {
    name,
    baseName: path.basename(path.resolve(name)),
    ...(hash && { digest: () => hash.copy().digest('hex') }),
    chunks: refuse,
    bytes: refuse,
    folder: {
      files: () => filesIn(name),
      async open(file) {
        const source = await openFile(path.join(name, file));
        return {
          ...source,
          async bytes() {
            const bytes = await source.bytes();
            hash?.update(file).update('\0').update(bytes);
            return bytes;
          },
        };
      },
    },
  };
}

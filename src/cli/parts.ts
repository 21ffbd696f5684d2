import { fstatSync, openSync, readSync } from 'node:fs';
import { inputError } from '../errors.ts';
import type { RandomAccess } from '../formats/define.ts';
import { checkUnchanged, openUnchanged, unreadable, versionOf } from './unchanged.ts';
import type { Version } from './unchanged.ts';

/** A file of which parts are read as they are wanted. */
export interface FileParts extends RandomAccess {
  /** As it was when it was opened. */
  readonly version: Version;
}

/**
 * Opens a file of which parts are read as they are wanted; it is closed with the program.
 *
 * @param found how it was when it was looked at
 * @throws NnError('input') when it has changed since, also from one part to the next
 */
export function openParts(file: string, found?: Version): FileParts {
  const descriptor = found ? openUnchanged(file, found) : openSync(file, 'r');
  const version = found ?? versionOf(fstatSync(descriptor));
  return {
    size: version.size,
    version,
    read(position, into) {
      try {
        for (let done = 0; done < into.length;) {
          const count = readSync(descriptor, into, done, into.length - done, position + done);
          if (count === 0)
            throw inputError(`the file ends at byte ${position + done}, expected more`, {
              where: { source: file },
            });
          done += count;
        }
      } catch (error) {
        throw unreadable(error, file);
      } finally {
        checkUnchanged(descriptor, file, version);
      }
    },
  };
}

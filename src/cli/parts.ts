import { closeSync, fstatSync, readSync } from 'node:fs';
import { inputError } from '../errors.ts';
import type { RandomAccess } from '../formats/define.ts';
import { checkUnchanged, openToRead, openUnchanged, unreadable, versionOf } from './unchanged.ts';
import type { Version } from './unchanged.ts';

/** A file of which parts are read as they are wanted. */
export interface FileParts extends RandomAccess {
  /** As it was when it was opened. */
  readonly version: Version;
  close(): void;
}

/** Files that nobody looks at any more without having closed them: views of arrays live as long as they are shown. */
const forgotten = new FinalizationRegistry<number>((descriptor) => {
  closeSync(descriptor);
});

/**
 * Opens a file of which parts are read as they are wanted. It is closed by `close`, or when nothing reads it any more.
 *
 * @param found how it was when it was looked at
 * @throws NnError('input') when it has changed since, also from one part to the next
 */
export function openParts(file: string, found?: Version): FileParts {
  const descriptor = found ? openUnchanged(file, found) : openToRead(file);
  const version = found ?? versionOf(fstatSync(descriptor));
  const open = { descriptor };
  forgotten.register(open, descriptor, open);
  return {
    size: version.size,
    version,
    read(position, into) {
      try {
        for (let done = 0; done < into.length;) {
          const count = readSync(open.descriptor, into, done, into.length - done, position + done);
          if (count === 0)
            throw inputError(`the file ends at byte ${position + done}, expected more`, {
              where: { source: file },
            });
          done += count;
        }
      } catch (error) {
        throw unreadable(error, file);
      } finally {
        checkUnchanged(open.descriptor, file, version);
      }
    },
    close() {
      if (!forgotten.unregister(open)) return;
      closeSync(descriptor);
      // The number may soon be that of another file.
      open.descriptor = -1;
    },
  };
}

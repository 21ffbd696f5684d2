import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { expectedSize, streamChunks } from './chunks.ts';
import { unchangedChunks, versionOf } from './unchanged.ts';
import type { Input } from './world.ts';

/** Standard input of this process. */
export const processStdin: Input = {
  given() {
    try {
      if (isatty(0)) return false;
      const stats = fstatSync(0);
      return stats.isFIFO() || stats.isFile() || stats.isSocket();
    } catch {
      return false;
    }
  },
  open() {
    const stats = fstatSync(0);
    return stats.isFile()
      ? {
          size: expectedSize(0, stats.size),
          chunks: () => unchangedChunks(0, 'stdin', { version: versionOf(stats) }),
        }
      : { live: true, chunks: () => streamChunks(process.stdin) };
  },
};

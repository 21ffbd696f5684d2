import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { expectedSize, fileChunks, streamChunks } from './chunks.ts';
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
      ? { size: expectedSize(0, stats.size), chunks: () => fileChunks(0) }
      : { live: true, chunks: () => streamChunks(process.stdin) };
  },
};

import { fstatSync, writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import type { Output } from './world.ts';

/** Bytes that every empty pipe takes at once, whoever reads it. */
const AT_ONCE = 16_384;

/** Major number of the memory devices of Linux, /dev/null among them. */
const MEMORY_DEVICES = 1;

/** How many bytes may be written without a stream. */
function directBytes(descriptor: number): number {
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile()) return Infinity;
    if (process.platform === 'win32') return 0;
    if (stats.isFIFO()) return AT_ONCE;
    return stats.isCharacterDevice() && process.platform === 'linux' && stats.rdev >> 8 === MEMORY_DEVICES
      ? Infinity
      : 0;
  } catch {
    return 0;
  }
}

/**
 * Standard output or error. A stream of Node.js takes a tenth of the time of a short command to make, so that there is
 * one only for terminals and sockets, and for pipes as soon as their reader may be slow.
 *
 * @param stream of Node.js, which is made when it is asked for
 * @param failed is told why something could not be written
 */
export function standardStream(
  descriptor: 1 | 2,
  stream: () => WriteStream,
  failed: (error: NodeJS.ErrnoException) => void,
): Output {
  let left: number | undefined;
  let opened: WriteStream | undefined;
  const direct = () => (left ??= directBytes(descriptor));
  const open = () => {
    if (opened) return opened;
    left = 0;
    opened = stream();
    opened.on('error', failed);
    return opened;
  };
  return {
    get isTTY() {
      return direct() === 0 && open().isTTY;
    },
    get columns() {
      return direct() === 0 ? open().columns : 0;
    },
    get rows() {
      return direct() === 0 ? open().rows : 0;
    },
    write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      if (bytes.length > direct()) return open().write(data);
      let written = 0;
      try {
        while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      } catch (error) {
        // The pipe is full, and whoever made it wants no waiting.
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return open().write(bytes.subarray(written));
        failed(error as NodeJS.ErrnoException);
        return true;
      }
      left = direct() - written;
      return true;
    },
    once: (event, listener) => open().once(event, listener),
    measure() {
      const terminal: WriteStream & { _refreshSize?: () => void } = open();
      // What Node.js does itself when the signal comes.
      if (terminal.isTTY) terminal._refreshSize?.();
    },
    resized(listener) {
      const terminal = open();
      terminal.on('resize', listener);
      return () => terminal.off('resize', listener);
    },
  };
}

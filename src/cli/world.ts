import type { ByteSource } from '../formats/define.ts';
import type { Key } from '../host/screen.ts';
import type { Disk } from './disk.ts';

/** What the program writes to: a terminal, a pipe, a file; memory in tests. */
export interface Output {
  /** True of a terminal. */
  readonly isTTY: boolean;
  /** Size of a terminal in characters; 0 or undefined where there is none. */
  readonly columns: number;
  readonly rows: number;
  /** False when the reader is slow; `drain` follows as soon as it has caught up. */
  write(data: string | Uint8Array): boolean;
  once(event: 'drain', listener: () => void): unknown;
  /** Calls `listener` whenever a terminal has another size, until what is returned is called. */
  resized?(listener: () => void): () => void;
  /** Asks the terminal for its size now: what is computed meanwhile keeps the signal of another one waiting. */
  measure?(): void;
}

/** What the program may read besides files. */
export interface Input {
  /**
   * True when it is a pipe, a socket or a file: something that was given, not a terminal and not /dev/null.
   */
  given(): boolean;
  /** Its bytes as they are, and what is known about them beforehand. */
  open(): Pick<ByteSource, 'size' | 'live' | 'chunks'>;
}

/** All that the command line has of its process. bin/nn.js gives it the real one. */
export interface World {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hears single keys of a terminal until what is returned is called; undefined where nobody can press any. */
  readonly keys?: (pressed: (key: Key) => void) => Promise<(() => void) | undefined>;
  /** What files are written through; that of the machine unless given. */
  readonly disk?: Disk;
  /** Calls `stop` at each Ctrl-C, kill of a batch system, or closing of the terminal. */
  readonly onInterrupt: (stop: () => void) => void;
  /** Takes what is to be ended with the program where the process goes on without it. */
  readonly onEnd: (end: () => Promise<unknown>) => void;
  /** Ends the program at once. */
  readonly exit: (code: number) => void;
}

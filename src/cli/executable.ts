/** What the program asks of the file that it is a part of, when it is one executable file (src/cli/start/executable.ts). */
export interface Executable {
  /** The bytes of a file of the package; undefined where it is not inside. */
  asset(name: string): Uint8Array | undefined;
  /** Names of the files in a folder of the package. */
  names(folder: string): readonly string[];
  /** A place in the file system of a file of the package, which is written once. */
  file(name: string): string;
  /** What a native package exports. */
  native(name: 'koffi' | 'resvg'): unknown;
  /** The script that a thread begins with; its argument is the chunk that it runs. */
  readonly threadScript: string;
}

/** Where the executable puts itself. */
export const PLACE = Symbol.for('nn.executable');

/** The executable that this program is a part of; undefined where it runs by Node.js. */
export const executable = (): Executable | undefined => (globalThis as { [PLACE]?: Executable })[PLACE];

import type { BlasSearch } from '../kernels/blas/library.ts';
import type { Threads } from '../runtime/wasmBackend.ts';

/** Facts about the platform. */
export interface MachineFacts {
  /** Version of Node.js. */
  readonly node: string;
  /** In the words of Node.js: `linux`, `x64`. */
  readonly platform: string;
  readonly arch: string;
  /** Model of the processor, where the system names it. */
  readonly processor: string | undefined;
  readonly cores: number;
}

/** What the program runs in, for people who ask why it is slow or looks odd. */
export interface Surroundings {
  /** What kind of Linux it is, as /etc/os-release names it, and what it is like: `ubuntu`, `debian`. */
  readonly distribution: readonly string[];
  /** Where compiled code is kept; undefined where there is no place for it. */
  readonly cache: { readonly folder: string; readonly files: number; readonly bytes: number } | undefined;
  readonly terminal: {
    readonly name: string | undefined;
    readonly columns: number | undefined;
    readonly colours: boolean;
    /** Whether the locale says that letters beyond ASCII are UTF-8. */
    readonly utf8: boolean;
  };
  readonly locale: string | undefined;
  /** Bytes that what is read may take. */
  readonly memory: number;
  readonly threads: number;
  /** Whether pictures can be written as PNG. */
  readonly png: boolean;
  /** The file that NN_CONFIG names, and what is wrong with it. */
  readonly config: { readonly path: string; readonly fault: string | undefined } | undefined;
}

/** Processors and libraries of this machine. */
export interface Machine {
  facts(): MachineFacts;
  surroundings(): Promise<Surroundings>;
  /** Runs what compiles WebAssembly, with all of it that the engine has. */
  withWasm<T>(compile: () => Promise<T>): Promise<T>;
  /** Threads, as many as --threads allows. They start with the first work they are given. */
  threads(): Promise<Threads>;
  /** Looks for a BLAS library and loads it, which takes up to a tenth of a second the first time. */
  blas(): BlasSearch;
  /**
   * Renders an SVG document as PNG.
   *
   * @throws NnError when the package for it is not installed
   */
  rasterize(svg: string): Promise<Uint8Array>;
}

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

/** Processors and libraries of this machine. */
export interface Machine {
  facts(): MachineFacts;
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

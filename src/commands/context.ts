import type { ByteSource, RandomAccess } from '../formats/define.ts';
import type { BlasSearch } from '../kernels/blas/library.ts';
import type { Threads } from '../model/wasmBackend.ts';
import type { Text } from '../report/result.ts';
import type { Job, JobAnswer } from '../train/job.ts';

/** The options every command takes; see cli.md. */
export interface GlobalOptions {
  readonly seed: number;
  readonly dtype: 'float32' | 'float64';
  readonly precision: number;
  readonly inputFormat: string | undefined;
  readonly header: boolean | undefined;
  readonly format: 'table' | 'csv' | 'tsv' | 'json' | 'jsonl' | 'npy' | 'markdown' | 'html' | undefined;
  readonly output: string | undefined;
  /** Only characters of ASCII for what a person reads. */
  readonly ascii: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly threads: number | undefined;
  readonly kernels: 'auto' | 'wasm' | 'blas' | 'reference';
}

export interface Machine {
  /** Version of Node.js. */
  readonly node: string;
  /** As Node.js calls them: `linux`, `x64`. */
  readonly platform: string;
  readonly arch: string;
  /** Model of the processor, where the system tells. */
  readonly processor: string | undefined;
  readonly cores: number;
}

/** The live area below the talk on stderr while a command works. Lines are replaced on a terminal. */
export interface Live {
  /** Replace the block. Called as often as wanted; the screen is redrawn at most 15 times a second. */
  update(lines: readonly Text[]): void;
  /** Remove the block. */
  done(): void;
}

/** Another command line, read. */
export interface Again {
  readonly context: Context;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the outside world is to a command. The command line implements it; tests can too. */
export interface Context {
  readonly global: GlobalOptions;
  /** The words of the command line after `nn`. */
  readonly argv: readonly string[];
  /** Version of the program. */
  readonly version: string;
  /** Reads another command line: what it says, and a context for it. Throws usage errors. */
  again(argv: readonly string[]): Promise<Again>;
  /** Width of the terminal in columns; 80 when stdout is not one. */
  readonly width: number;
  /** Lines of the terminal that shows the result; undefined where there is none. */
  readonly height: number | undefined;
  /** True when stdout is a terminal. */
  readonly onScreen: boolean;
  /** True when what is said on stderr has colours. */
  readonly talkInColour: boolean;
  /** True when a person watches stderr, so that a live block makes sense. */
  readonly interactive: boolean;
  /** The form in which rows will be written; undefined: a table for a person. */
  readonly rowFormat: GlobalOptions['format'];
  /** Opens `argument` (`-` is stdin). Undefined opens stdin when it is a pipe or a file. Throws NnError('input'). */
  open(argument: string | undefined, options?: { digest?: boolean }): Promise<ByteSource>;
  /** Opens a file of which parts are read as they are wanted; it is closed with the program. Throws NnError('input'). */
  openRandom(path: string): Promise<RandomAccess>;
  /** Names of the files in an archive such as `data.npz`; each is opened as `data.npz:NAME`. None for other files. */
  members(path: string): Promise<string[]>;
  /** True when stdin is a pipe or a file, so that `open(undefined)` would read it. */
  hasPipe(): boolean;
  /** True when such a file exists. */
  exists(path: string): Promise<boolean>;
  /** Writes a file through a temporary file and rename; refuses an existing one without --force (or `replace`). */
  write(path: string, data: Uint8Array | string, options?: { replace?: boolean }): Promise<void>;
  /** Checks now that `write(path)` would be allowed, before an hour of work. */
  checkWritable(path: string, options?: { readonly replace?: boolean }): Promise<void>;
  /** Creates the first free directory `runs/NAME-1`, `runs/NAME-2`, … and returns its path. */
  createRunFolder(name: string): Promise<string>;
  /** Names of the directories in a directory, in order, numbers by size; none when it is not there. */
  folders(path: string): Promise<string[]>;
  /** Creates a directory; an existing one is an input error. */
  createFolder(path: string): Promise<void>;
  /** Removes a directory that this command created, with the files in it. */
  removeFolder(path: string): Promise<void>;
  /** Removes what a killed process left half-written in a directory. */
  removeStale(path: string): Promise<void>;
  /** One line of talk on stderr; nothing under --quiet. */
  note(line: string): void;
  /** A line on stderr in the colour of warnings, prefix `warning:`; shown under --quiet too. */
  warn(line: string): void;
  /** A live block on stderr; only when `interactive`. */
  live(): Live;
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** ISO date of today, for run records. */
  today(): string;
  /** True as soon as the user pressed Ctrl-C once; the command finishes its step and stops. A second Ctrl-C ends at once. */
  readonly interrupt: { readonly requested: boolean };
  /** Lets the event loop run, so that Ctrl-C and the screen are served between steps. */
  pause(): Promise<void>;
  /** Threads of this machine, as many as --threads allows. They start when work is given to them. */
  threads(): Promise<Threads>;
  /** Looks for a BLAS library and loads it, which takes up to a tenth of a second the first time. */
  blas(): BlasSearch;
  /** What the program runs on. */
  machine(): Machine;
  /**
   * Runs jobs side by side on threads of their own, until there are no more or the user stops it.
   *
   * @param next the job of this number; asked in order
   * @param done told each answer as it comes
   */
  jobs(
    next: (index: number) => Job | undefined,
    done: (index: number, answer: JobAnswer) => Promise<void>,
  ): Promise<void>;
  /** An SVG document as a PNG file. Throws where the package for it is not installed. */
  rasterize(svg: string): Promise<Uint8Array>;
  /** The bytes of a file that ships with the program (`simd.wasm`, `relaxed.wasm`). */
  asset(name: string): Promise<Uint8Array>;
}

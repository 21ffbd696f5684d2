import type { ByteSource, RandomAccess } from '../formats/define.ts';

/** Files, folders, pipes and archives, as a command may ask for them. */
export interface Files {
  /**
   * Opens `argument` (`-` is stdin). Undefined opens stdin when it is a pipe or a file. An argument that names no file
   * and spells out an array is the text of one: it is told apart and read as a file that holds it would be.
   *
   * @param options.position which argument of the command it is, for errors
   * @throws NnError('input')
   */
  open(
    argument: string | undefined,
    options?: { readonly digest?: boolean; readonly position?: number },
  ): Promise<ByteSource>;
  /**
   * Opens a file whose parts are read on demand; it is closed with the program.
   *
   * @throws NnError('input')
   */
  openRandom(path: string): Promise<RandomAccess>;
  /**
   * Names of the files in an archive such as `data.npz`; each is opened as `data.npz:NAME`. None for other
   * files.
   */
  members(path: string): Promise<string[]>;
  /** True when stdin is a pipe or a file, so that `open(undefined)` would read it. */
  hasPipe(): boolean;
  /** True when such a file exists. */
  exists(path: string): Promise<boolean>;
  /**
   * Writes a file through a temporary file and rename; refuses an existing one without --force (or
   * `replace`).
   */
  write(path: string, data: Uint8Array | string, options?: { replace?: boolean }): Promise<void>;
  /** Checks now that `write(path)` would be allowed, before an hour of work. */
  checkWritable(path: string, options?: { readonly replace?: boolean }): Promise<void>;
  /** Creates the first free directory `runs/NAME-1`, `runs/NAME-2`, … and returns its path. */
  createRunFolder(name: string): Promise<string>;
  /**
   * Names of the directories in a directory, in natural order (`run-2` before `run-10`); none when it is
   * missing.
   */
  folders(path: string): Promise<string[]>;
  /** Creates a directory; an existing one is an input error. */
  createFolder(path: string): Promise<void>;
  /** Removes a directory that this command created, with the files in it. */
  removeFolder(path: string): Promise<void>;
  /** Removes what a killed process left half-written in a directory. */
  removeStale(path: string): Promise<void>;
  /** Names of the data sets that ship with the program: `nn:iris.csv`. */
  readonly shipped: readonly string[];
  /** The bytes of a built file that ships with the program (`simd.wasm`, `relaxed.wasm`). */
  asset(name: string): Promise<Uint8Array>;
  /** The texts in a folder that ships with the program (`docs/concepts/en`), by their file names. */
  documents(folder: string): Promise<ReadonlyMap<string, string>>;
}

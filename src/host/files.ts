import type { MemoryLimit } from '../formats/memory.ts';
import type { ByteSource, RandomAccess } from '../formats/define.ts';

/** Files, folders, pipes and archives, as a command may ask for them. */
export interface Files {
  /** How much memory what is read or made may take; as much as there is when absent. */
  readonly memory?: MemoryLimit;
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
   * Writes a file, which appears under its name when it is complete and synced; refuses an existing one without
   * --force (or `replace`). One that came into being since `checkWritable` found the name free is left alone: the file
   * gets a name beside it, and a warning says so.
   *
   * @param options.noFollow a link of this name is replaced, not followed
   * @returns the name that it has
   * @throws NnError('input') when the system refuses; what stood there before stands
   */
  write(
    path: string,
    data: Uint8Array | string,
    options?: { readonly replace?: boolean; readonly noFollow?: boolean },
  ): Promise<string>;
  /**
   * Writes a file that could not be written where it was to be into the current folder, or into that of temporary
   * files.
   *
   * @returns where it is; undefined where neither takes it
   */
  rescue(path: string, data: Uint8Array): Promise<string | undefined>;
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
  /**
   * Makes this process the only one that writes in a directory until `unlock` or its end, and removes what killed ones
   * left half-written. A lock of a process that is gone is taken over, which a note says.
   *
   * @throws NnError('input') when another process has it
   */
  lock(path: string): Promise<void>;
  unlock(path: string): Promise<void>;
  /** True while another process that has not ended writes in a directory, or may do so on another machine. */
  inUse(path: string): Promise<boolean>;
  /** Names of the data sets that ship with the program: `nn:iris.csv`. */
  readonly shipped: readonly string[];
  /** The bytes of a built file that ships with the program (`simd.wasm`, `relaxed.wasm`). */
  asset(name: string): Promise<Uint8Array>;
  /** The texts in a folder that ships with the program (`docs/concepts/en`), by their file names. */
  documents(folder: string): Promise<ReadonlyMap<string, string>>;
}

import type { HistoryRow } from '../explain/diagnosis/define.ts';
import type { Reading } from '../formats/checksum.ts';
import type { Files } from '../host/files.ts';
import { CHECKPOINT, fileIn, HISTORY, RECORD } from '../inputs/runFiles.ts';
import { modelPathOf, readRecord, recordText } from '../inputs/runRecord.ts';
import type { RunRecord } from '../inputs/runRecord.ts';
import { decodeModel } from '../model/file.ts';
import type { Model } from '../model/file.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../train/checkpoint.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import { readHistory } from './history.ts';

/** The folder of a run: knows its record, its model, its checkpoint and its history. */
export class RunFolder {
  readonly path: string;
  readonly #files: Files;
  readonly #reading: Reading;

  /** @param reading whether checksums are looked at */
  constructor(files: Files, path: string, { verify }: Reading = {}) {
    this.#files = files;
    this.#reading = { verify };
    this.path = path;
  }

  /** Path of a file in the folder. */
  file(name: string): string {
    return fileIn(this.path, name);
  }

  /** Writes a file in the folder; a reader sees the old one or the new one, never half of it. Links are not followed. */
  async write(name: string, data: Uint8Array | string): Promise<void> {
    await this.#files.write(this.file(name), data, { replace: true, noFollow: true });
  }

  /**
   * Makes this process the only one that writes in the folder.
   *
   * @throws NnError('input') when another process does
   */
  lock(): Promise<void> {
    return this.#files.lock(this.path);
  }

  unlock(): Promise<void> {
    return this.#files.unlock(this.path);
  }

  /** The bytes of a file in the folder; undefined where it has none of this name. */
  async read(name: string): Promise<Uint8Array | undefined> {
    const path = this.file(name);
    return (await this.#files.exists(path)) ? (await this.#files.open(path)).bytes() : undefined;
  }

  /** @throws NnError('input') when this is not the folder of a run */
  record(): Promise<RunRecord> {
    return readRecord(this.#files, this.path);
  }

  writeRecord(record: RunRecord): Promise<void> {
    return this.write(RECORD, recordText(record));
  }

  /**
   * The model of the run, wherever -o put it.
   *
   * @throws NnError('input')
   */
  async modelBytes({ spec }: RunRecord): Promise<Uint8Array> {
    return (await this.#files.open(modelPathOf(this.path, spec))).bytes();
  }

  /** The model of the run; undefined where its file is no longer there. */
  async model({ spec }: RunRecord): Promise<Model | undefined> {
    const path = modelPathOf(this.path, spec);
    if (!(await this.#files.exists(path))) return undefined;
    return decodeModel(await (await this.#files.open(path)).bytes(), path, this.#reading);
  }

  async historyBytes(): Promise<Uint8Array> {
    return (await this.#files.open(this.file(HISTORY))).bytes();
  }

  /**
   * The figures of every epoch in history.csv.
   *
   * @throws NnError('input')
   */
  history(): Promise<HistoryRow[]> {
    return readHistory({ files: this.#files }, this.path);
  }

  /**
   * The last checkpoint, if the run got as far as writing one.
   *
   * @throws NnError('input')
   */
  async checkpoint(): Promise<Checkpoint | undefined> {
    const path = this.file(CHECKPOINT);
    if (!(await this.#files.exists(path))) return undefined;
    return decodeCheckpoint(await (await this.#files.open(path)).bytes(), path, this.#reading);
  }

  writeCheckpoint(checkpoint: Checkpoint): Promise<void> {
    return this.write(CHECKPOINT, encodeCheckpoint(checkpoint));
  }
}

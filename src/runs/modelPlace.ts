import { NnError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { RECORD } from '../inputs/runFiles.ts';
import { modelPathOf } from '../inputs/runRecord.ts';
import { outputOf } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import { shellWord } from '../util/shell.ts';
import type { RunFolder } from './folder.ts';
import type { Resumed } from './resume.ts';

/** Where the model of a run goes, and where it goes instead when that place does not take it. */
export class ModelPlace {
  /** Where it is to be; once it is written, where it is. */
  path: string;
  /** True when this run has written it. */
  written = false;
  readonly #files: Context['files'];
  readonly #folder: RunFolder | undefined;
  readonly #resumed: Resumed | undefined;
  /** True where it is a file of the run folder. */
  readonly #inFolder: boolean;

  constructor(
    { files }: Pick<Context, 'files'>,
    { spec, folder, resumed }: { spec: RunSpec; folder: RunFolder | undefined; resumed: Resumed | undefined },
  ) {
    this.#files = files;
    this.#folder = folder;
    this.#resumed = resumed;
    this.#inFolder = outputOf(spec) === undefined;
    this.path = modelPathOf(folder?.path ?? '.', spec);
  }

  /**
   * Writes the model; where that cannot be and nothing else keeps it, in another place.
   *
   * @param resumable the folder has what the run can be resumed from
   * @throws NnError that says where it is
   */
  async write(model: Uint8Array, resumable: boolean): Promise<void> {
    const replace = this.written || this.#inFolder || (this.#resumed?.own.has(this.path) ?? false);
    try {
      this.path = await this.#files.write(this.path, model, { replace, noFollow: this.#inFolder });
      this.written = true;
    } catch (error) {
      await this.rescue(error, () => model, resumable);
    }
  }

  /** Puts what was trained into another place, where what failed leaves nothing else of it. */
  async rescue(error: unknown, model: () => Uint8Array, resumable: boolean): Promise<never> {
    const stands = this.#folder && resumable ? this.#folder.file(RECORD) : this.written && this.path;
    if (!(error instanceof NnError) || (stands && (await this.#files.exists(stands)))) throw error;
    const elsewhere = await this.#files.rescue(this.path, model());
    if (elsewhere === undefined) throw error;
    throw new NnError(error.kind, error.message, {
      ...(error.where && { where: error.where }),
      hint: `the model is in ${shellWord(elsewhere)}${/[\\/]/.test(elsewhere) ? '' : ' of the current folder'}`,
    });
  }
}

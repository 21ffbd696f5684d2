import { inputError, usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { CHECKPOINT, fileIn, HISTORY, MODEL } from '../inputs/runFiles.ts';
import type { Given, GivenValue } from '../options/define.ts';
import { globalOptions } from '../options/globals.ts';
import { ganOptions } from '../tasks/gan/options.ts';
import { decodeGanCheckpoint, encodeGanCheckpoint } from '../train/ganCheckpoint.ts';
import type { GanCheckpoint } from '../train/ganCheckpoint.ts';
import { flagOf } from '../util/flag.ts';
import { isRecord, isTexts } from '../util/guards.ts';
import { camelCase, snakeCase } from '../util/snakeCase.ts';

/** Its name tells the folder of a GAN from that of a run of nn train, whose record is run.json. */
const RECORD = 'gan.json';

/** What a GAN began with. */
export interface GanRecord {
  readonly nn: string;
  /** A file or the name of a generated data set. */
  readonly source: string | undefined;
  readonly sha256: string | undefined;
  /** Options as they were given. */
  readonly options: Given;
}

const specs = { ...ganOptions, ...globalOptions };

/** The options that decide about the numbers, as they were given. */
export const ganGiven = (given: Given): Given =>
  Object.fromEntries(
    Object.entries(given).filter(([key]) => {
      const scope = Object.entries(specs).find(([name]) => name === key)?.[1].scope ?? 'run';
      return scope === 'run' || scope === 'machine';
    }),
  );

function optionsIn(stored: unknown): Given | undefined {
  if (!isRecord(stored)) return undefined;
  const known: Record<string, GivenValue> = {};
  for (const [name, value] of Object.entries(stored)) {
    const key = camelCase(name);
    if (!Object.hasOwn(specs, key)) return undefined;
    if (typeof value !== 'string' && typeof value !== 'boolean' && !isTexts(value)) return undefined;
    known[key] = value;
  }
  return ganGiven(known);
}

/** The folder of a GAN: what it began with, its last checkpoint, its model and its history. */
export class GanFolder {
  readonly path: string;
  readonly #context: Context;

  constructor(context: Context, path: string) {
    this.#context = context;
    this.path = path;
  }

  /** Makes the folder, and takes it for this process. */
  async create(record: GanRecord): Promise<void> {
    const { files } = this.#context;
    await files.createFolder(this.path);
    await files.lock(this.path);
    await this.writeRecord(record);
  }

  writeRecord(record: GanRecord): Promise<void> {
    const options = Object.fromEntries(
      Object.entries(record.options).map(([key, value]) => [snakeCase(key), value]),
    );
    return this.#write(RECORD, `${JSON.stringify({ ...record, options }, null, 2)}\n`);
  }

  /**
   * Takes the folder for this process, and reads what it holds.
   *
   * @throws NnError('input') when it is none, or another process writes in it
   */
  async open(): Promise<{ record: GanRecord; checkpoint: GanCheckpoint | undefined }> {
    const { files } = this.#context;
    await this.#record();
    await files.lock(this.path);
    const record = await this.#record();
    const path = fileIn(this.path, CHECKPOINT);
    if (!(await files.exists(path))) return { record, checkpoint: undefined };
    return {
      record,
      checkpoint: decodeGanCheckpoint(await (await files.open(path)).bytes(), path, this.#context.global),
    };
  }

  async #record(): Promise<GanRecord> {
    const { files } = this.#context;
    const path = fileIn(this.path, RECORD);
    if (!(await files.exists(path)))
      throw inputError('this is not the folder of a GAN: it has no gan.json', {
        where: { source: this.path },
        hint: 'nn gan DATA --run FOLDER makes one',
      });
    const text = new TextDecoder().decode(await (await files.open(path)).bytes());
    try {
      const stored: unknown = JSON.parse(text);
      const options = isRecord(stored) ? optionsIn(stored.options) : undefined;
      if (isRecord(stored) && options) {
        const { nn, source, sha256 } = stored;
        const texts = [source, sha256].every((value) => value === undefined || typeof value === 'string');
        if (typeof nn === 'string' && texts)
          return { nn, source: source as string | undefined, sha256: sha256 as string | undefined, options };
      }
    } catch {
      // Falls through to the error below.
    }
    throw inputError('this gan.json cannot be read', {
      where: { source: path },
      hint: 'it was changed by hand, or is from another version',
    });
  }

  async #write(name: string, data: Uint8Array | string): Promise<void> {
    await this.#context.files.write(fileIn(this.path, name), data, { replace: true, noFollow: true });
  }

  save(checkpoint: GanCheckpoint): Promise<void> {
    return this.#write(CHECKPOINT, encodeGanCheckpoint(checkpoint));
  }

  /** Writes model and history; returns where the model is. */
  async finish(model: Uint8Array, history: string): Promise<string> {
    await this.#write(MODEL, model);
    await this.#write(HISTORY, history);
    return fileIn(this.path, MODEL);
  }
}

/**
 * The options of a GAN that goes on: its own, and of those given now the number of epochs.
 *
 * @throws NnError('usage') for another one that decides about the numbers
 */
export function goesOnWith(before: Given, now: Given): Given {
  const { epochs, checkpoint, logEvery, resume: _, ...others } = now;
  const changed = Object.keys(ganGiven(others)).find((key) => key !== 'threads');
  if (changed !== undefined)
    throw usageError(`${flagOf(changed)} cannot change when a GAN goes on`, {
      hint: 'it goes on with the options that it began with; --epochs may be more',
    });
  return {
    ...before,
    ...(epochs !== undefined && { epochs }),
    ...(checkpoint !== undefined && { checkpoint }),
    ...(logEvery !== undefined && { logEvery }),
  };
}

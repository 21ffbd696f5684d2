import { inputError, usageError } from '../errors.ts';
import { decodeModel } from '../model/file.ts';
import type { Model } from '../model/file.ts';
import type { Context } from '../host/context.ts';
import type { Files } from '../host/files.ts';
import { fileIn, MODEL, RECORD } from './runFiles.ts';
import { modelPathOf, readRecord } from './runRecord.ts';
import { shellWord } from '../util/shell.ts';

/** The model of a run where its folder is named, else the file itself. */
export async function modelFileOf(files: Files, path: string): Promise<string> {
  const inside = fileIn(path, MODEL);
  if (await files.exists(inside)) return inside;
  if (!(await files.exists(fileIn(path, RECORD)))) return path;
  return modelPathOf(path, (await readRecord(files, path)).spec);
}

/**
 * Opens a model file, or the model of a run by its folder.
 *
 * @throws NnError('input')
 */
export async function openModel(
  { files, global }: Pick<Context, 'files' | 'global'>,
  path: string,
): Promise<Model> {
  const file = await modelFileOf(files, path);
  if (/^\d+(?:x\d+)*,/.test(path) && !(await files.exists(file)))
    throw inputError('there is no such file', {
      where: { source: path },
      hint: `a network that is not trained: --layers ${path}`,
    });
  const source = await files.open(file);
  return decodeModel(await source.bytes(), source.name, global);
}

/** Names under which data is expected, never a model. */
const OTHERS = /\.(csv|tsv|json|jsonl|ndjson|npy|npz|txt|md|html|svg|png|jpe?g|gz)$/i;

/**
 * Checks that a model may be written to a path. A name of another format is refused even with --force: it is
 * likely the data.
 *
 * @throws NnError('usage')
 */
export async function checkModelPath(
  { files }: Pick<Context, 'files'>,
  path: string,
  options: { readonly replace?: boolean } = {},
): Promise<void> {
  const found = OTHERS.exec(path)?.[0];
  if (path === '-' || found !== undefined)
    throw usageError(
      `-o ${path}: a model is a safetensors file, found ${path === '-' ? 'standard output' : `a name that ends with ${found}`}`,
      {
        hint: `-o ${shellWord(`${path === '-' ? 'model' : path.slice(0, -(found?.length ?? 0))}.safetensors`)}`,
      },
    );
  await files.checkWritable(path, options);
}

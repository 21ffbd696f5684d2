import { usageError } from '../errors.ts';
import { decodeModel } from '../model/file.ts';
import type { Model } from '../model/file.ts';
import type { Files } from '../host/files.ts';
import { fileIn, MODEL } from './runFiles.ts';

interface Port {
  readonly files: Files;
}

/** The model of a run where its folder is named, else the file itself. */
export async function modelFileOf({ files }: Port, path: string): Promise<string> {
  const inside = fileIn(path, MODEL);
  return (await files.exists(inside)) ? inside : path;
}

/** Opens a model file, or the model of a run by its folder. @throws NnError('input') */
export async function openModel({ files }: Port, path: string): Promise<Model> {
  const source = await files.open(await modelFileOf({ files }, path));
  return decodeModel(await source.bytes(), source.name);
}

/** Names under which data is expected, never a model. */
const OTHERS = /\.(csv|tsv|json|jsonl|ndjson|npy|npz|txt|md|html|svg|png|jpe?g|gz)$/i;

/**
 * Checks that a model may be written to a path. A name of another format is refused even with --force: as likely as not it is
 * the data.
 *
 * @throws NnError('usage')
 */
export async function checkModelPath(
  { files }: Port,
  path: string,
  options: { readonly replace?: boolean } = {},
): Promise<void> {
  const found = OTHERS.exec(path)?.[0];
  if (path === '-' || found !== undefined)
    throw usageError(
      `-o ${path}: a model is a safetensors file, found ${path === '-' ? 'standard output' : `a name that ends with ${found}`}`,
      {
        hint: `-o ${path === '-' ? 'model' : path.slice(0, -(found?.length ?? 0))}.safetensors`,
      },
    );
  await files.checkWritable(path, options);
}

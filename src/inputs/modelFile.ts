import { usageError } from '../errors.ts';
import { decodeModel } from '../model/file.ts';
import type { Model } from '../model/file.ts';
import type { Context } from '../host/context.ts';
import { fileIn, MODEL } from './runFiles.ts';

/** The model of a run where its folder is named, else the file itself. */
export async function modelFileOf(context: Context, path: string): Promise<string> {
  const inside = fileIn(path, MODEL);
  return (await context.files.exists(inside)) ? inside : path;
}

/** Opens a model file, or the model of a run by its folder. Throws input errors. */
export async function openModel(context: Context, path: string): Promise<Model> {
  const source = await context.files.open(await modelFileOf(context, path));
  return decodeModel(await source.bytes(), source.name);
}

/** Names under which data is expected, never a model. */
const OTHERS = /\.(csv|tsv|json|jsonl|ndjson|npy|npz|txt|md|html|svg|png|jpe?g|gz)$/i;

/**
 * Throws unless a model may be written there. A name of another format is refused even with --force: as likely as not it is
 * the data.
 */
export async function checkModelPath(
  context: Context,
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
  await context.files.checkWritable(path, options);
}

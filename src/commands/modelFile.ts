import { decodeModel } from '../model/file.ts';
import type { Model } from '../model/file.ts';
import type { Context } from './context.ts';

/** Opens a model file. Throws input errors. */
export async function openModel(context: Context, path: string): Promise<Model> {
  const source = await context.open(path);
  return decodeModel(await source.bytes(), source.name);
}

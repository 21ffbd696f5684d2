import { decodeModel, encodeModel } from '../model/file.ts';
import type { Model } from '../model/file.ts';
import { openSource } from './openSource.ts';
import type { Source } from './openSource.ts';

/**
 * Reads a model file of `nn train`, `nn gan` or `saveModel`.
 *
 * @param source a path (in Node.js), a URL, or the bytes
 * @throws {NnError} `input` when it cannot be read, is damaged, or is no model
 * @example
 * const model = await loadModel('iris.safetensors');
 */
export async function loadModel(source: Source): Promise<Model> {
  const { name, content } = await openSource(source);
  return decodeModel(content, name);
}

/**
 * The bytes of a model file: safetensors with the names and layouts of PyTorch, all else as JSON in its
 * metadata. The same model gives the same bytes.
 *
 * @param model one of `loadModel`, `train` or `Trainer.model`
 * @returns the bytes of the file
 * @example await writeFile('iris.safetensors', saveModel(model));
 */
export function saveModel(model: Model): Uint8Array {
  return encodeModel(model);
}

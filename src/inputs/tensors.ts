import { closedOnError } from '../formats/closing.ts';
import { readHeader, viewOfEntry } from '../formats/safetensors.ts';
import type { Context } from '../host/context.ts';
import type { Model } from '../model/file.ts';
import { toFile } from '../model/fileLayout.ts';
import { parametersOf } from '../network/parameters.ts';
import { viewOf } from '../tensor/view.ts';
import type { ArrayView } from '../tensor/view.ts';
import { openArrays } from './arrays.ts';
import { modelFileOf } from './modelFile.ts';
import { baseName } from '../util/path.ts';

/** An array of a file by its name. */
export interface NamedArray {
  readonly name: string;
  readonly view: ArrayView;
}

/** The tensors of a file, and what it says about itself. */
export interface Tensors {
  readonly all: readonly NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Tensors that cannot be read, with the reason. */
  readonly leftOut: readonly string[];
}

const ARRAYS = /\.(?:npz|zip|npy|idx\d?|ubyte)(?::.*|\.gz)?$/i;

/**
 * The tensors of a model file, a run, or a file of arrays; their elements are read on demand.
 *
 * @throws NnError('input') for files of other kinds
 */
export async function openTensors(inputs: Pick<Context, 'files' | 'global'>, path: string): Promise<Tensors> {
  if (ARRAYS.test(path)) {
    const opened = await openArrays(inputs, path);
    const name = baseName(opened.source);
    if (!('arrays' in opened)) return { all: [{ name, view: opened.view }], metadata: {}, leftOut: [] };
    return { all: opened.arrays, metadata: {}, leftOut: opened.leftOut ?? [] };
  }
  const named = await modelFileOf(inputs.files, path);
  const file = await inputs.files.openRandom(named);
  const { entries, metadata, unread } = closedOnError(file, () => readHeader(file, named));
  const all = entries.map((entry) => ({ name: entry.name, view: viewOfEntry(file, entry) }));
  return { all, metadata, leftOut: unread };
}

/** The tensors of a model in memory, in the layout of its file. */
export function tensorsOf({ spec, weights }: Pick<Model, 'spec' | 'weights'>): Tensors {
  const { trainable, states } = parametersOf(spec);
  const all = [...trainable, ...states].flatMap(({ name, spec: parameter }) => {
    const tensor = weights.get(name);
    return tensor ? [{ name, view: viewOf(toFile(parameter, tensor)) }] : [];
  });
  return { all, metadata: {}, leftOut: [] };
}

import { columnsRead } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { inputError } from '../errors.ts';
import type { ByteSource } from '../formats/define.ts';
import type { Files } from '../host/files.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { shapeToString } from '../tensor/shape.ts';
import { counted } from '../util/plural.ts';
import { readLiteral } from './arrays.ts';

/** A text as a file. */
function textSource(name: string, baseName: string, text: string): ByteSource {
  const all = new TextEncoder().encode(text);
  async function* chunks() {
    yield all;
  }
  return { name, baseName, size: all.length, chunks, again: chunks, bytes: async () => all };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Rows without names as a file whose columns are those that a model reads, and its target where there is one number more.
 *
 * @throws NnError('input') where a row has another length
 */
function namedRows({ shape, data }: Tensor, model: Preprocessing): ByteSource {
  const { target } = model;
  const features = [...columnsRead(model).keys()];
  const rows = shape.length > 1 && sizeOf(shape.slice(1)) !== sizeOf(shape) ? shape[0] : 1;
  const width = sizeOf(shape) / rows;
  if (width !== features.length && width !== features.length + 1)
    throw inputError(
      `found rows of ${counted(width, 'number')} (shape ${shapeToString(shape)}), but the model takes ${features.length}`,
      {
        where: { source: 'array' },
        hint: `in this order: ${features.slice(0, 8).join(', ')}${features.length > 8 ? ', …' : ''}`,
      },
    );
  const names = width === features.length ? features : [...features, target.name];
  const lines = Array.from({ length: rows }, (_, row) =>
    data.slice(row * width, (row + 1) * width).join(','),
  );
  return textSource('array', 'array.csv', `${[names.map(quoted).join(','), ...lines].join('\n')}\n`);
}

/**
 * The rows for a model: a file or pipe, or an array that the argument spells out, whose columns are then those of the model in order.
 *
 * @throws NnError('input')
 */
export async function openRowsFor(
  files: Files,
  argument: string | undefined,
  model: Preprocessing,
  options?: { digest?: boolean },
): Promise<ByteSource> {
  const spelled = await readLiteral(files, argument, 1);
  return spelled ? namedRows(spelled, model) : files.open(argument, options);
}

import { usageError } from '../../errors.ts';
import type { NamedArrays, OpenedArray } from '../../inputs/arrays.ts';
import type { Result } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { count } from '../../util/quantity.ts';
import { didYouMean } from '../../util/suggest.ts';

/** The arrays of a file, for one to be chosen. */
export function namedArraysResult({ source, arrays }: NamedArrays): Result {
  return {
    blocks: () => [
      {
        kind: 'table',
        columns: [
          { name: 'tensor' },
          right('shape'),
          { name: 'dtype', dropAt: 2 },
          right('elements', { dropAt: 1 }),
        ],
        rows: arrays.map(({ name, view: { shape, dtype } }) => [
          name,
          shapeToString(shape),
          dtype,
          count(sizeOf(shape)),
        ]),
      },
      { kind: 'text', text: `one of them: nn show ${source} --tensor ${arrays[0]?.name ?? 'NAME'}` },
    ],
    json: () => ({
      file: source,
      tensors: arrays.map(({ name, view: { shape, dtype } }) => ({ name, shape, dtype })),
    }),
  };
}

/**
 * The array of this name, or the only one of a file; undefined where there are several and none was named.
 *
 * @throws NnError('usage') for an unknown name
 */
export function arrayNamed(
  opened: OpenedArray | NamedArrays,
  name: string | undefined,
): OpenedArray | undefined {
  if (!('arrays' in opened)) {
    if (name === undefined) return opened;
    throw usageError(`--tensor: ${opened.source} holds one array without a name`, {
      hint: 'leave --tensor out',
    });
  }
  const { arrays, source } = opened;
  if (name === undefined) return arrays.length === 1 ? { source, view: arrays[0].view } : undefined;
  const found = arrays.find((array) => array.name === name);
  if (found) return { source: found.name, view: found.view };
  const names = arrays.map((array) => array.name);
  throw usageError(`--tensor: there is no "${name}" in ${source}`, { hint: didYouMean(name, names) });
}

import type { Block, Json } from '../../report/result.ts';
import { itemSize } from '../../tensor/dtype.ts';
import { axisLength, axisNames, rankName, shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { ArrayView } from '../../tensor/view.ts';
import { bytes, count } from '../../util/quantity.ts';

/** How the shape follows from the brackets, axis by axis. */
export function shapeExplanation({ shape }: ArrayView): Block {
  const steps = shape.map((length, axis) => {
    const inside = shape.slice(axis + 1);
    const holds = inside.length === 0 ? 'numbers' : `arrays of shape ${shapeToString(inside)}`;
    return `axis ${axis}: the ${axis === 0 ? 'outermost' : `${axis + 1}. level of`} brackets hold${axis === 0 ? '' : 's'} ${length} ${holds}`;
  });
  const size = sizeOf(shape);
  const product = shape.length === 0 ? '1' : `${shape.join(' × ')} = ${size}`;
  const text = [...steps, `size: ${product} element${size === 1 ? '' : 's'}`].join('\n');
  return { kind: 'preformatted', text };
}

/** Shape, axes, element type and size of an array. */
export function shapeFacts({ shape, dtype }: ArrayView): Block {
  const names = axisNames(shape.length);
  const size = sizeOf(shape);
  return {
    kind: 'facts',
    facts: [
      ['shape', [{ text: shapeToString(shape), tone: 'strong' }]],
      ['kind', rankName(shape.length)],
      [
        'axes',
        shape.length === 0 ? 'none' : shape.map((_, axis) => axisLength(shape, names, axis)).join(' × '),
      ],
      ['dtype', dtype],
      ['size', count(size)],
      ['bytes', bytes(size * itemSize[dtype])],
    ],
  };
}

/** The same as data. */
export function shapeJson({ shape, dtype }: ArrayView): Json {
  const size = sizeOf(shape);
  return {
    shape,
    rank: shape.length,
    kind: rankName(shape.length),
    axes: axisNames(shape.length).map((name, axis) => ({ name, length: shape[axis] })),
    dtype,
    size,
    bytes: size * itemSize[dtype],
  };
}

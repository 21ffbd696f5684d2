import { inputError } from '../errors.ts';
import type { Block } from '../report/result.ts';
import { itemSize } from '../tensor/dtype.ts';
import { axisLength, axisNames, rankName, shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { tensorOf, viewOf } from '../tensor/view.ts';
import type { ArrayView } from '../tensor/view.ts';
import { bytes, count } from '../util/quantity.ts';
import { openArrays } from '../inputs/arrays.ts';
import { defineCommand } from './define.ts';
import { flag } from '../options/define.ts';
import { drawArray } from '../figures/arrays/drawArray.ts';

function explanation({ shape }: ArrayView): Block {
  const rank = shape.length;
  const steps = shape.map((length, axis) => {
    const inside = shape.slice(axis + 1);
    const holds = inside.length === 0 ? 'numbers' : `arrays of shape ${shapeToString(inside)}`;
    return `axis ${axis}: the ${axis === 0 ? 'outermost' : `${axis + 1}. level of`} brackets hold${axis === 0 ? '' : 's'} ${length} ${holds}`;
  });
  const product = rank === 0 ? '1' : `${shape.join(' × ')} = ${sizeOf(shape)}`;
  const text = [...steps, `size: ${product} element${sizeOf(shape) === 1 ? '' : 's'}`].join('\n');
  return { kind: 'preformatted', text };
}

/** The array as it is after nnfs.init(). */
function asFloat32(view: ArrayView): ArrayView {
  const { shape, data } = tensorOf(view);
  return viewOf({ shape, dtype: 'float32', data: Float32Array.from(data, Number) });
}

export const shape = defineCommand({
  name: 'shape',
  about:
    'Prints the shape of an array as NumPy does, what such an array is called, and a drawing with its axes. Takes a JSON or Python literal, np.array(…) as pasted from a notebook, a file, or a pipe.',
  arguments: [{ name: 'array', summary: "a literal such as '[[1,2],[3,4]]', or a file", required: false }],
  options: {
    explain: flag('say how the shape follows from the brackets'),
    nnfs: flag('the array as it is after nnfs.init(): float32'),
  },
  examples: [
    { command: "nn shape '[[1,2,3],[4,5,6]]'", says: 'a matrix' },
    { command: "nn shape 'np.array([[[1,2],[3,4]]])' --explain", says: 'a tensor, bracket by bracket' },
    { command: 'nn shape iris.npy --json', says: 'for other programs' },
  ],
  async run(context, { args: [argument], options }) {
    const opened = await openArrays(context, argument);
    if ('arrays' in opened) {
      throw inputError('found a file of named tensors, expected one array', {
        where: { source: opened.source },
        hint: `nn show ${opened.source} lists them, and shows one with --tensor`,
      });
    }
    const { leftOut = [], columns } = opened;
    if (leftOut.length > 0) context.screen.note(`left out, as they are no numbers: ${leftOut.join(', ')}`);
    const view = options.nnfs ? asFloat32(opened.view) : opened.view;
    const { shape: dims, dtype } = view;
    const names = axisNames(dims.length);
    const size = sizeOf(dims);
    return {
      blocks: () => [
        {
          kind: 'facts',
          facts: [
            ['shape', [{ text: shapeToString(dims), tone: 'strong' }]],
            ['kind', rankName(dims.length)],
            [
              'axes',
              dims.length === 0 ? 'none' : dims.map((_, axis) => axisLength(dims, names, axis)).join(' × '),
            ],
            ['dtype', dtype],
            ['size', count(size)],
            ['bytes', bytes(size * itemSize[dtype])],
          ],
        },
        ...(options.explain ? [explanation(view)] : []),
        ...drawArray(view, { width: context.screen.width, precision: context.global.precision, columns }),
      ],
      json: () => ({
        shape: dims,
        rank: dims.length,
        kind: rankName(dims.length),
        axes: names.map((name, axis) => ({ name, length: dims[axis] })),
        dtype,
        size,
        bytes: size * itemSize[dtype],
      }),
    };
  },
});

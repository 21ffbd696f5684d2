import { boxes } from '../charts/arrayBoxes.ts';
import type { Block } from '../report/result.ts';
import { itemSize, numberAt } from '../tensor/dtype.ts';
import { arrayToString, scalarToString } from '../tensor/print.ts';
import { axisNames, rankName, shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { bytes, count } from '../util/quantity.ts';
import { readArray } from './arrays.ts';
import { defineCommand, flag } from './define.ts';

const MOST_SLICES = 3;

function cellText(tensor: Tensor, index: number): string {
  const value = numberAt(tensor.data, index);
  const text = scalarToString(value, tensor.dtype);
  return text.length <= 10
    ? text
    : arrayToString({ shape: [1], dtype: tensor.dtype, data: Float64Array.of(value) }, { precision: 4 })
        .slice(1, -1)
        .trim();
}

/** Drawings of the array, slice by slice above rank 2. */
function drawing(tensor: Tensor, width: number): Block[] {
  const { shape } = tensor;
  const rank = shape.length;
  if (rank === 0 || sizeOf(shape) === 0) return [];
  if (rank === 1) {
    const lines = [
      `→ axis 0: ${shape[0]} elements`,
      ...boxes(1, shape[0], (_, c) => cellText(tensor, c), width),
    ];
    return [{ kind: 'preformatted', text: lines.join('\n') }];
  }
  const [rows, columns] = shape.slice(-2);
  const slices = sizeOf(shape.slice(0, -2));
  const outer = shape.slice(0, -2);
  const blocks: Block[] = [];
  for (let s = 0; s < Math.min(slices, MOST_SLICES); s++) {
    let rest = s;
    const index = outer.toReversed().map((length) => {
      const i = rest % length;
      rest = Math.floor(rest / length);
      return i;
    });
    const label = rank === 2 ? [] : [`[${[...index.toReversed(), ':', ':'].join(', ')}]`];
    const lines = [
      ...label,
      `↓ axis ${rank - 2}: ${rows} rows   → axis ${rank - 1}: ${columns} columns`,
      ...boxes(rows, columns, (r, c) => cellText(tensor, (s * rows + r) * columns + c), width),
    ];
    blocks.push({ kind: 'preformatted', text: lines.join('\n') });
  }
  if (slices > MOST_SLICES)
    blocks.push({ kind: 'text', text: `… and ${count(slices - MOST_SLICES)} more slices` });
  return blocks;
}

function explanation({ shape }: Tensor): Block {
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
    const read = await readArray(context, argument, 1);
    const tensor: Tensor = options.nnfs
      ? { ...read, dtype: 'float32', data: Float32Array.from(read.data, Number) }
      : read;
    const { shape: dims, dtype } = tensor;
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
              dims.length === 0 ? 'none' : dims.map((length, axis) => `${length} ${names[axis]}`).join(' × '),
            ],
            ['dtype', dtype],
            ['size', count(size)],
            ['bytes', bytes(size * itemSize[dtype])],
          ],
        },
        ...(options.explain ? [explanation(tensor)] : []),
        ...drawing(tensor, context.width),
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

import { inputError } from '../errors.ts';
import { drawArray } from '../figures/arrays/drawArray.ts';
import { shapeExplanation, shapeFacts, shapeJson } from '../figures/arrays/shape.ts';
import { openArrays } from '../inputs/arrays.ts';
import { flag } from '../options/define.ts';
import { tensorOf, viewOf } from '../tensor/view.ts';
import type { ArrayView } from '../tensor/view.ts';
import { defineCommand } from './define.ts';
import { shellWord } from '../util/shell.ts';

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
        hint: `nn show ${shellWord(opened.source)} lists them, and shows one with --tensor`,
      });
    }
    const { leftOut = [], columns } = opened;
    const { global, screen } = context;
    if (leftOut.length > 0) screen.note(`left out, as they are no numbers: ${leftOut.join(', ')}`);
    const view = options.nnfs ? asFloat32(opened.view) : opened.view;
    return {
      blocks: () => [
        shapeFacts(view),
        ...(options.explain ? [shapeExplanation(view)] : []),
        ...drawArray(view, { width: screen.width, precision: global.precision, columns }),
      ],
      json: () => shapeJson(view),
    };
  },
});

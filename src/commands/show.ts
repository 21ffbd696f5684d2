import { usageError } from '../errors.ts';
import { asJson, dataOf, facts } from '../figures/arrays/describe.ts';
import { drawArray } from '../figures/arrays/drawArray.ts';
import { SAMPLE, figuresOf } from '../figures/arrays/figures.ts';
import type { Figures } from '../figures/arrays/figures.ts';
import { arrayNamed, namedArraysResult } from '../figures/arrays/named.ts';
import { shownOf } from '../figures/arrays/part.ts';
import type { Shown } from '../figures/arrays/part.ts';
import { arrayPicture, heatBlock } from '../figures/arrays/picture.ts';
import { pageResult } from '../figures/pageResult.ts';
import { PICTURES } from '../figures/plotted.ts';
import type { Context } from '../host/context.ts';
import { openArrays } from '../inputs/arrays.ts';
import { integers, listOf } from '../options/axes.ts';
import { flag, parsed, text } from '../options/define.ts';
import type { Block, Result } from '../report/result.ts';
import { scalarToString } from '../tensor/print.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { elementAt } from '../tensor/view.ts';
import { count } from '../util/quantity.ts';
import { defineCommand } from './define.ts';
import { shellWord } from '../util/shell.ts';

type Ports = Pick<Context, 'global' | 'screen'>;

/** The elements: a number, a heat map, or boxes with the axes. */
function drawing(shown: Shown, heat: boolean, { global, screen }: Ports): Block[] {
  const { view } = shown;
  if (view.shape.length === 0)
    return [{ kind: 'preformatted', text: scalarToString(elementAt(view, []), view.dtype) }];
  if (heat && sizeOf(view.shape) > 0) return [heatBlock(shown, screen)];
  return drawArray(view, { ...shown, width: screen.width, precision: global.precision });
}

/** Forms of the elements alone. */
const ROWS: readonly string[] = ['npy', 'csv', 'tsv', 'jsonl'];

/** An array with its figures for a person, and as data where it is asked for. */
function arrayResult(shown: Shown, figures: Figures, heat: boolean, ports: Ports): Result {
  const { global, screen } = ports;
  const form = global.output === undefined ? global.format : screen.rowFormat;
  const asData = form !== undefined && ROWS.includes(form);
  return {
    blocks: () => [...facts(shown, figures), ...drawing(shown, heat, ports)],
    json: () => asJson(shown, figures),
    ...(asData && { data: dataOf(shown, form) }),
  };
}

export const show = defineCommand({
  name: 'show',
  about: `Shows what is in an array: shape, statistics, a histogram, and boxes with its axes, slice by slice above rank 2. Takes what nn shape takes, and the tensors of a safetensors file by name; of an NPY, IDX, stored NPZ or safetensors file only the elements that are looked at are read, so that one larger than the memory is shown at once. An index takes a part as NumPy does; then come --transpose, --permute and --reshape in the order in which they are given. With -o a heat map is written as .svg or .png, or a page to turn the array in three dimensions as .html; the part itself as .npy, .csv or .json. Figures of more than ${count(SAMPLE)} elements come from a sample unless --exact.`,
  arguments: [
    { name: 'array', summary: "a file, a literal such as '[[1,2],[3,4]]', or - for a pipe", required: false },
    {
      name: 'index',
      summary: "a part of it, as in NumPy: '[2,:,1:3]'; of a table also a column",
      required: false,
    },
  ],
  options: {
    tensor: text('which array of a file that has several', { placeholder: 'name' }),
    transpose: flag('the axes in reverse order'),
    permute: parsed('the axes in this order, such as 2,0,1', integers('permute'), { placeholder: 'axes' }),
    reshape: parsed('as this shape; one length may be -1', integers('reshape'), { placeholder: 'shape' }),
    axes: parsed('names of the axes, such as batch,time,features', listOf, { placeholder: 'names' }),
    heat: flag('a heat map in place of the boxes'),
    html: flag('a page to turn the array in three dimensions, on stdout or with -o in a file'),
    exact: flag('read every element for the figures'),
  },
  examples: [
    { command: "nn show '[[1,2,3],[4,5,6]]' --transpose", says: 'a matrix turned' },
    { command: "nn show images.npy '[0]' --heat", says: 'the first image' },
    {
      command: 'nn show model.safetensors --tensor dense1.weight -o weights.html',
      says: 'weights as a page',
    },
  ],
  async run(context, { args: [argument, index], options: o, given }): Promise<Result> {
    const { files, global, screen } = context;
    const archive = o.tensor !== undefined && argument !== undefined && /\.(?:npz|zip)$/i.test(argument);
    const opened = await openArrays(context, archive ? `${argument}:${o.tensor}` : argument);
    if (o.tensor === undefined && 'arrays' in opened && opened.leftOut && opened.leftOut.length > 0)
      screen.note(`left out: ${opened.leftOut.join(', ')}`);
    const array = arrayNamed(opened, archive ? undefined : o.tensor);
    if (!array) {
      if (index === undefined && 'arrays' in opened) return namedArraysResult(opened);
      throw usageError(`found several arrays in ${opened.source}`, {
        hint: `choose one with --tensor; nn show ${shellWord(opened.source)} lists them`,
      });
    }
    const shown = shownOf(array, index, o, given);
    const picture = await arrayPicture(context, shown, o.html || global.format === 'html');
    const { output } = global;
    if (picture !== undefined && output !== undefined) {
      await files.write(output, picture);
      return { blocks: () => [], json: () => ({ file: output, array: shown.source }), ownOutput: true };
    }
    if (typeof picture === 'string') return pageResult(screen, picture);
    if (array.leftOut && array.leftOut.length > 0)
      screen.note(`left out, as they are no numbers: ${array.leftOut.join(', ')}`);
    const size = sizeOf(shown.view.shape);
    const steps = screen.steps('elements', o.exact ? size : Math.min(size, SAMPLE));
    const figures = figuresOf(shown.view, o.exact, (elements) => steps.at(elements));
    steps.done();
    return {
      ...arrayResult(shown, figures, o.heat, context),
      otherFiles: [...PICTURES, ...ROWS],
    };
  },
});

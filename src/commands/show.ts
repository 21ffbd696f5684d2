import { inputError, usageError } from '../errors.ts';
import type { Block, Result } from '../report/result.ts';
import { scalarToString } from '../tensor/print.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { elementAt, transposed } from '../tensor/view.ts';
import { count } from '../util/quantity.ts';
import { didYouMean } from '../util/suggest.ts';
import { SAMPLE, figuresOf } from '../figures/arrays/figures.ts';
import { openArrays } from '../inputs/arrays.ts';
import type { NamedArrays, OpenedArray } from '../inputs/arrays.ts';
import { chartBlock } from '../figures/chartBlock.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { flag, parsed, text } from '../options/define.ts';
import { drawArray } from '../figures/arrays/drawArray.ts';
import { pageResult } from '../figures/pageResult.ts';
import { asJson, dataOf, facts } from '../figures/arrays/describe.ts';
import { heatChart } from '../figures/arrays/heat.ts';
import { shownOf } from '../figures/arrays/part.ts';
import type { Shown } from '../figures/arrays/part.ts';

/** Whole numbers between commas. */
const integers = (option: string) => (words: string) => {
  const parts = words
    .replace(/^[([](.*)[)\]]$/s, '$1')
    .split(/[,x]/)
    .filter((part) => part.trim() !== '');
  const found = parts.map(Number);
  if (found.length > 0 && found.every(Number.isSafeInteger)) return found;
  throw usageError(`--${option}: expected whole numbers such as 2,0,1, found "${words}"`);
};

const listOf = (words: string) => words.split(',').map((word) => word.trim());
/** The arrays of a file, for one to be chosen. */
function listed({ source, arrays }: NamedArrays): Result {
  return {
    blocks: () => [
      {
        kind: 'table',
        columns: [
          { name: 'tensor' },
          { name: 'shape', align: 'right' },
          { name: 'dtype', dropAt: 2 },
          { name: 'elements', align: 'right', dropAt: 1 },
        ],
        rows: arrays.map(({ name, view: { shape, dtype } }) => [
          name,
          shapeToString(shape),
          dtype,
          count(sizeOf(shape)),
        ]),
      },
      {
        kind: 'text',
        text: `one of them: nn show ${source} --tensor ${arrays[0]?.name ?? 'NAME'}`,
      },
    ],
    json: () => ({
      file: source,
      tensors: arrays.map(({ name, view: { shape, dtype } }) => ({ name, shape, dtype })),
    }),
  };
}

/** The array that is meant; undefined where several are there and none was named. Throws a usage error for an unknown name. */
function chosen(opened: OpenedArray | NamedArrays, name: string | undefined): OpenedArray | undefined {
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
  throw usageError(`--tensor: there is no "${name}" in ${source}`, {
    hint: didYouMean(
      name,
      arrays.map((array) => array.name),
    ),
  });
}
/** An image with its channels first, so that a heat map shows one picture a channel; other arrays as they are. */
function channelsFirst(shown: Shown): Shown {
  const { view, source, axes } = shown;
  if (view.shape.length !== 3 || view.dtype !== 'uint8' || view.shape[2] > 4) return shown;
  return {
    ...shown,
    source: `${source}.transpose(2, 0, 1)`,
    view: transposed(view, [2, 0, 1]),
    axes: axes ? [axes[2], axes[0], axes[1]] : ['channels', 'rows', 'columns'],
  };
}

/** Cells of a heat map in the terminal and in a picture. */
const TERMINAL = { rows: 22, columns: 72 };
const PICTURE = { rows: 96, columns: 96 };

function notEmpty({ source, view }: Shown): void {
  if (view.shape.length > 0 && sizeOf(view.shape) > 0) return;
  throw inputError(
    `found an array of shape ${shapeToString(view.shape)}, expected at least one axis with elements`,
    {
      where: { source },
    },
  );
}

/** The picture or page that -o or --html asks for; undefined where they ask for none. */
async function pictured(
  context: Context,
  shown: Shown,
  html: boolean,
): Promise<string | Uint8Array | undefined> {
  const extension = context.global.output?.split('.').at(-1)?.toLowerCase();
  if (extension === 'svg' || extension === 'png') {
    notEmpty(shown);
    const { svgOf } = await import('../charts/svg.ts');
    const image = channelsFirst(shown);
    const svg = svgOf(heatChart(image.view, { ...image, most: PICTURE }));
    return extension === 'svg' ? svg : context.machine.rasterize(svg);
  }
  if (!html && extension !== 'html') return undefined;
  notEmpty(shown);
  const [{ pageOf }, { arrayPage }, { embedded }] = await Promise.all([
    import('../charts/page.ts'),
    import('../charts/arrayPage.ts'),
    import('../figures/arrays/embedded.ts'),
  ]);
  const script = new TextDecoder().decode(await context.files.asset('arrayPage.js'));
  return pageOf(shown.source, arrayPage(embedded(shown), script));
}

function heatBlock(shown: Shown, context: Context): Block {
  const image = channelsFirst(shown);
  return chartBlock(heatChart(image.view, { ...image, most: TERMINAL }), context.screen);
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
    const archive = o.tensor !== undefined && argument !== undefined && /\.(?:npz|zip)$/i.test(argument);
    const opened = await openArrays(context, archive ? `${argument}:${o.tensor}` : argument);
    const array = chosen(opened, archive ? undefined : o.tensor);
    if (!array) {
      if (index !== undefined) {
        throw usageError(`found several arrays in ${opened.source}`, {
          hint: `choose one with --tensor; nn show ${opened.source} lists them`,
        });
      }
      return listed(opened as NamedArrays);
    }
    const shown = shownOf(array, index, o, given);
    const { view } = shown;
    const picture = await pictured(context, shown, o.html || context.global.format === 'html');
    const { output } = context.global;
    if (picture !== undefined && output !== undefined) {
      await context.files.write(output, picture);
      return { blocks: () => [], json: () => ({ file: output, array: shown.source }), ownOutput: true };
    }
    if (typeof picture === 'string') return pageResult(context.screen, picture);
    if (array.leftOut && array.leftOut.length > 0)
      context.screen.note(`left out, as they are no numbers: ${array.leftOut.join(', ')}`);
    const figures = figuresOf(view, o.exact);
    const form = output === undefined ? context.global.format : context.screen.rowFormat;
    const asData = form !== undefined && ['csv', 'tsv', 'jsonl', 'npy'].includes(form);
    return {
      blocks: () => [
        ...facts(shown, figures),
        ...(view.shape.length === 0
          ? [{ kind: 'preformatted', text: scalarToString(elementAt(view, []), view.dtype) } as const]
          : o.heat && sizeOf(view.shape) > 0
            ? [heatBlock(shown, context)]
            : drawArray(view, {
                ...shown,
                width: context.screen.width,
                precision: context.global.precision,
              })),
      ],
      json: () => asJson(shown, figures),
      ...(asData && { data: dataOf(shown, form) }),
    };
  },
});

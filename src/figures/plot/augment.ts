import { parseAugment } from '../../augment/index.ts';
import type { Chosen } from '../../augment/index.ts';
import { extent, padded } from '../../charts/chart.ts';
import type { Chart } from '../../charts/chart.ts';
import { usageError } from '../../errors.ts';
import { changedRows } from '../../runtime/changedRows.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { baseName } from '../../util/path.ts';
import { counted } from '../../util/plural.ts';
import type { PlotKind, PlotRows, Plotted } from './define.ts';

/** Rows that are drawn unless --rows says otherwise, and at most. */
const ROWS = 4;
const MOST_ROWS = 32;
/** Inputs of a row that are named at most. */
const NAMED = 12;

interface Ends {
  readonly low: number;
  readonly high: number;
}

/** An image in grey, the mean of its channels. */
function imageChart(
  title: string,
  pixels: Float64Array,
  [height, width, channels = 1]: readonly number[],
  { low, high }: Ends,
): Chart {
  const grey = Array.from({ length: height * width }, (_, at) => {
    const own = pixels.subarray(at * channels, (at + 1) * channels);
    return own.reduce((sum, value) => sum + value, 0) / channels - low;
  });
  return {
    title,
    x: { label: '', names: [], low: 0, high: width },
    y: { label: '', names: [], low: height, high: 0 },
    columns: Math.max(16, 2 * width),
    lines: Math.max(4, height),
    legend: false,
    size: { width: 300, height: Math.round(112 + (204 * height) / width) },
    // The same white and black in all of them.
    marks: [{ kind: 'heat', columns: width, rows: height, values: grey, low: 0, high: high - low }],
  };
}

/** The numbers of a row before and after, as two lines; those of several features per step one after another. */
function lineChart(
  title: string,
  before: Float64Array,
  after: Float64Array,
  { shape, inputs }: PlotRows,
): Chart {
  const places = Array.from(before, (_, i) => i);
  const names = inputs && inputs.length <= NAMED && shape.length === 1 ? inputs : undefined;
  return {
    title,
    x: {
      label: shape.length > 1 ? 'time step' : 'input',
      ...(names && { names }),
      ...(names ? { low: -0.5, high: before.length - 0.5 } : extent([0, Math.max(1, before.length - 1)])),
    },
    y: { label: '', ...padded(extent(before, after)) },
    lines: 9,
    size: { width: 720, height: 300 },
    marks: [
      { kind: 'line', name: 'before', series: 0, x: places, y: Array.from(before) },
      { kind: 'line', name: 'after', series: 1, x: places, y: Array.from(after), dashed: true },
    ],
  };
}

/** @throws NnError('usage') where an augmentation does not fit such rows */
function checkShape(chosen: readonly Chosen[], shape: readonly number[]): void {
  const misfit = chosen.find(({ augmentation: { input } }) =>
    input === 'image' ? shape.length !== 3 : input === 'sequence' && shape.length === 1,
  );
  if (!misfit) return;
  const { name, input } = misfit.augmentation;
  throw usageError(
    `augmentation ${name} is for ${input}s, but a row is ${counted(sizeOf(shape), 'number')}`,
    {
      hint:
        input === 'image'
          ? 'say its size: --image 28x28x1'
          : 'say what a sequence is: --time month --window 12',
    },
  );
}

function picture(rows: PlotRows, text: string, seed: number, name: string): Plotted {
  const { x, shape, headings } = rows;
  const size = sizeOf(shape);
  const chosen = parseAugment(text);
  checkShape(chosen, shape);
  const after = changedRows(chosen, x, shape, seed);
  const image = shape.length === 3;
  const ends = extent(x);
  const part = (all: Float64Array, row: number) => all.subarray(row * size, (row + 1) * size);
  return {
    title: `${name} with --augment ${text}: ${counted(headings.length, 'row')} before and after`,
    ...(image && { across: 4 }),
    panels: headings.flatMap((heading, row) => {
      const title = heading.replace(` of ${name}`, '');
      const [own, changed] = [part(x, row), part(after, row)];
      if (!image) return [lineChart(title, own, changed, rows)];
      return [imageChart(title, own, shape, ends), imageChart('after', changed, shape, ends)];
    }),
    notes: [
      `As a first step of training with seed ${seed} changes these rows; every step changes them anew.`,
      ...(image && shape[2] > 1 ? [`Drawn is the mean of the ${shape[2]} channels.`] : []),
      ...(rows.scaled ? ['The numbers are standardised, as training gets them.'] : []),
    ],
    data: {
      ...{ augment: text, seed, shape },
      rows: headings.map((heading, row) => ({
        row: heading,
        before: Array.from(part(x, row)),
        after: Array.from(part(after, row)),
      })),
    },
  };
}

export const augment: PlotKind = {
  name: 'augment',
  words: 'DATA',
  summary:
    'rows before and after --augment, as training changes them: images, series, numbers; --image, --rows, --seed',
  least: 1,
  most: 1,
  takes: ['augment', 'image', 'rows', 'time', 'window', 'target', 'labels'],
  async chart(ports, [data], options) {
    const text = options.augment;
    if (text === undefined)
      throw usageError('nn plot augment needs --augment', {
        hint: 'such as --augment rotate:10,shift:2; nn help augmentations lists them',
      });
    const count = options.rows ?? ROWS;
    if (count > MOST_ROWS) throw usageError(`--rows ${count}: at most ${MOST_ROWS} are drawn`);
    return picture(await ports.rows(data, count, options), text, ports.global.seed, baseName(data));
  },
};

import { sparkline } from '../../charts/sparkline.ts';
import type { NamedArray } from '../../inputs/tensors.ts';
import type { Block, Json, Result } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { itemSize } from '../../tensor/dtype.ts';
import { arrayToString } from '../../tensor/print.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { readExact } from '../../tensor/view.ts';
import { bytes, count, measure, percent } from '../../util/quantity.ts';
import { BINS, SAMPLE, figuresOf } from './figures.ts';
import type { Figures } from './figures.ts';
import { counted } from '../../util/plural.ts';

/** A tensor with its figures. */
export interface Inspected extends Figures, NamedArray {}

/**
 * @param exact reads every element of large tensors too
 * @param told how many elements are read
 */
export const inspected = (
  { name, view }: NamedArray,
  exact: boolean,
  told?: (elements: number) => void,
): Inspected => ({
  name,
  view,
  ...figuresOf(view, exact, told),
});

/** Elements of a tensor too large to print whole that are printed. */
const FIRST = 1000;

const sizeInFile = ({ view: { shape, dtype } }: NamedArray) => sizeOf(shape) * itemSize[dtype];

const shown = (value: number) => (Number.isNaN(value) ? '' : measure(value));

function tensorTable(all: readonly Inspected[]): Block {
  return {
    kind: 'table',
    columns: [
      { name: 'tensor' },
      right('shape'),
      { name: 'dtype', dropAt: 3 },
      right('range', { dropAt: 1 }),
      right('mean', { dropAt: 4 }),
      right('std'),
      right('zeros', { dropAt: 2 }),
      { name: 'histogram' },
    ],
    rows: all.map(({ name, view, statistics: s, heights }) => [
      name,
      shapeToString(view.shape),
      view.dtype,
      Number.isNaN(s.min) ? '' : `${shown(s.min)} … ${shown(s.max)}`,
      shown(s.mean),
      shown(s.std),
      s.count === 0 ? '' : percent(s.zeros / s.count),
      s.max > s.min ? sparkline(heights, BINS, 0) : '',
    ]),
  };
}

/** Tensors with numbers that no successful training leaves. */
function warnings(all: readonly Inspected[]): Block[] {
  return all.flatMap(({ name, view, statistics: { nan, infinite } }): Block[] =>
    nan + infinite === 0
      ? []
      : [
          {
            kind: 'warning',
            text: `${name}: ${count(nan)} NaN and ${count(infinite)} infinite of ${counted(sizeOf(view.shape), 'element')}`,
            hint: 'the run diverged; train again with a smaller learning rate',
          },
        ],
  );
}

function totals(all: readonly Inspected[]): Block {
  const elements = all.reduce((sum, { view }) => sum + sizeOf(view.shape), 0);
  const size = all.reduce((sum, one) => sum + sizeInFile(one), 0);
  const sampled = all.filter((one) => one.sampled).length;
  return {
    kind: 'text',
    text: `${counted(all.length, 'tensor')}, ${counted(elements, 'element')}, ${bytes(size)}${sampled > 0 ? `; figures of ${sampled} from a sample, --exact reads them whole` : ''}`,
  };
}

/** All tensors of a file as a table, with a warning where some are damaged. */
export const tensorsBlocks = (all: readonly Inspected[]): Block[] => [
  tensorTable(all),
  totals(all),
  ...warnings(all),
];

/** One tensor with its values. */
export function tensorResult(
  one: Inspected,
  { precision, width }: { readonly precision: number; readonly width: number },
): Result {
  const { name, view, statistics: s } = one;
  const { shape, dtype } = view;
  const size = sizeOf(shape);
  const whole = size <= SAMPLE;
  const values = (): Block => {
    const data = readExact(view, 0, whole ? size : FIRST);
    const part = { shape: whole ? shape : [data.length], dtype, data };
    return { kind: 'preformatted', text: arrayToString(part, { precision, lineWidth: Math.min(75, width) }) };
  };
  return {
    blocks: () => [
      {
        kind: 'facts',
        facts: [
          ['tensor', name],
          [
            'shape',
            `${shapeToString(shape)}, ${counted(size, 'element')} of ${dtype}, ${bytes(sizeInFile(one))}`,
          ],
          ['min, max', `${shown(s.min)}, ${shown(s.max)}`],
          ['mean ± std', `${shown(s.mean)} ± ${shown(s.std)}`],
          ['zeros', `${count(s.zeros)} of ${count(s.count)}`],
          ['values', sparkline(one.heights, BINS, 0)],
        ],
      },
      values(),
      ...(whole ? [] : [{ kind: 'text', text: 'its first 1,000 elements' } as const]),
    ],
    json: () => inspectedJson(one),
  };
}

/** A tensor's name, shape and figures as data. */
export const inspectedJson = ({ name, view, statistics, extremes, heights, sampled }: Inspected): Json => ({
  name,
  shape: view.shape,
  dtype: view.dtype,
  ...statistics,
  ...extremes,
  histogram: heights,
  sampled,
});

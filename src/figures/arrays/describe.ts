import { sparkline } from '../../charts/sparkline.ts';
import type { Block, Json, Result, Text } from '../../report/result.ts';
import { itemSize } from '../../tensor/dtype.ts';
import { axisLength, axisNames, rankName, shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { TypedArray } from '../../tensor/tensor.ts';
import { columnOf } from '../../tensor/column.ts';
import { shortView, tensorOf } from '../../tensor/view.ts';
import { bytes, count, measure } from '../../util/quantity.ts';
import { visible } from '../../util/visible.ts';
import { BINS, SAMPLE } from './figures.ts';
import type { Figures } from './figures.ts';
import type { Shown } from './part.ts';
import { counted } from '../../util/plural.ts';

function valuesText({ statistics: s, sampled }: Figures): Text {
  const finite = s.count - s.nan - s.infinite;
  if (finite === 0) return 'none that is a number';
  return [
    { text: `${measure(s.min)} … ${measure(s.max)}`, tone: 'strong' },
    { text: `, mean ${measure(s.mean)}, std ${measure(s.std)}, `, tone: 'plain' },
    {
      text: `${count(s.zeros)} ${s.zeros === 1 ? 'zero' : 'zeros'}${sampled ? `, from ${count(SAMPLE)} of them` : ''}`,
      tone: 'plain',
    },
  ];
}

/** Shape, kind and figures of an array, and a warning where there are elements that are no numbers. */
export function facts({ source, view, axes }: Shown, figures: Figures): Block[] {
  const { shape, dtype } = view;
  const size = sizeOf(shape);
  const { statistics: s, heights, sampled } = figures;
  const names = axes ?? axisNames(shape.length);
  const kind = [rankName(shape.length), shape.map((_, axis) => axisLength(shape, names, axis)).join(' × ')];
  return [
    {
      kind: 'facts',
      facts: [
        ...(source === 'array' ? [] : [['array', visible(source)] as const]),
        ['shape', [{ text: shapeToString(shape), tone: 'strong' }]],
        ['kind', kind.filter((part) => part !== '').join(', ')],
        ['elements', `${count(size)} of ${dtype}, ${bytes(size * itemSize[dtype])}`],
        ...(size > 1 ? [['values', valuesText(figures)] as const] : []),
        ...(s.max > s.min
          ? [['histogram', `${measure(s.min)} ${sparkline(heights, BINS, 0)} ${measure(s.max)}`] as const]
          : []),
      ],
    },
    ...(s.nan + s.infinite > 0
      ? [
          {
            kind: 'warning',
            text: `${count(s.nan)} NaN and ${count(s.infinite)} infinite${sampled ? ' in the sample' : ` of ${counted(s.count, 'element')}`}`,
          } as const,
        ]
      : []),
  ];
}

/** Nested lists, as JSON has an array. */
function nested(values: TypedArray, shape: readonly number[], from = 0): Json {
  if (shape.length === 0) return values[from];
  const [length, ...rest] = shape;
  const step = sizeOf(rest);
  return Array.from({ length }, (_, i) => nested(values, rest, from + i * step));
}

export function asJson(
  { source, view, axes }: Shown,
  { statistics, extremes, heights, sampled }: Figures,
): Json {
  const { shape, dtype } = view;
  const size = sizeOf(shape);
  return {
    array: source,
    shape,
    axes: axes ?? axisNames(shape.length),
    dtype,
    size,
    ...statistics,
    ...extremes,
    histogram: heights,
    sampled,
    ...(size <= SAMPLE && { values: nested(shortView(view), shape) }),
  };
}
/** The array for another program; a matrix whose columns have names as rows with them. */
export function dataOf({ view, columns }: Shown, form: string): NonNullable<Result['data']> {
  const tensor = tensorOf(view);
  if (!columns || form === 'npy' || view.shape.length !== 2) return { kind: 'array', tensor };
  const values = (c: number) => columnOf(tensor, c);
  return {
    kind: 'rows',
    columns,
    batches: () => [columns.map((name, c) => ({ name, values: values(c) }))],
  };
}

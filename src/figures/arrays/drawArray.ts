import { MOST_COLUMNS, MOST_ROWS, boxes, shownPlaces, sideBySide } from '../../charts/arrayBoxes.ts';
import type { Boxed } from '../../charts/arrayBoxes.ts';
import type { Block } from '../../report/result.ts';
import { elementTexts } from '../../tensor/print.ts';
import { axisLength, axisNames } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { elementAt } from '../../tensor/view.ts';
import type { ArrayView } from '../../tensor/view.ts';
import { counted } from '../../util/plural.ts';

const MOST_SLICES = 6;
/** Digits after the decimal point in a cell. */
const DIGITS = 4;

export interface Drawing {
  readonly width: number;
  readonly precision: number;
  /** What the axes are called; columns, rows and blocks unless given. */
  readonly axes?: readonly string[] | undefined;
  /** Names of the places along the last axis. */
  readonly columns?: readonly string[] | undefined;
}

/** Index of slice number `slice` over the outer axes of a shape. */
export function sliceIndex(outer: readonly number[], slice: number): number[] {
  let rest = slice;
  return outer
    .toReversed()
    .map((length) => {
      const place = rest % length;
      rest = Math.floor(rest / length);
      return place;
    })
    .toReversed();
}

/** `[1, 0, :, :]` */
export const sliceName = (index: readonly number[], inner = 2): string =>
  `[${[...index, ...Array.from({ length: inner }, () => ':')].join(', ')}]`;

/** The elements of some slices that a drawing shows, read once and formatted alike. */
function cellTexts(
  view: ArrayView,
  slices: readonly number[][],
  rank: number,
  { precision, columns }: Drawing,
) {
  const places = view.shape
    .slice(-rank)
    .map((length, axis) => shownPlaces(length, axis === rank - 1 ? MOST_COLUMNS : MOST_ROWS));
  const indexes: number[][] = [];
  const collect = (index: number[], axis: number) => {
    if (axis === rank) indexes.push(index);
    else for (const place of places[axis]) if (place !== null) collect([...index, place], axis + 1);
  };
  for (const slice of slices) collect([...slice], 0);
  // Columns of a table measure different things, each with its own number of digits.
  const groups = new Map<number, number[][]>();
  for (const index of indexes) {
    const key = columns ? (index.at(-1) ?? 0) : 0;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const found = new Map<string, string>();
  for (const group of groups.values()) {
    const values = group.map((index) => elementAt(view, index));
    const texts = elementTexts(values, view.dtype, Math.min(precision, DIGITS));
    group.forEach((index, i) => found.set(index.join(), texts[i]));
  }
  return (index: readonly number[]) => found.get(index.join()) ?? '';
}

/**
 * Boxes with their axes: one for a vector or a matrix, one a slice above that. Nothing for a scalar or an
 * empty array.
 */
export function drawArray(view: ArrayView, drawing: Drawing): Block[] {
  const { width, axes, columns } = drawing;
  const { shape } = view;
  const rank = shape.length;
  if (rank === 0 || sizeOf(shape) === 0) return [];
  const names = axes ?? axisNames(rank);
  const along = (axis: number) => `axis ${axis}: ${axisLength(shape, names, axis)}`;
  const columnName = columns ? (place: number) => columns[place] : String;
  if (rank === 1) {
    const cell = cellTexts(view, [[]], 1, drawing);
    const box: Boxed = { rows: 1, columns: shape[0], cell: (_, c) => cell([c]), columnName };
    return [{ kind: 'preformatted', text: [`→ ${along(0)}`, ...boxes(box, width)].join('\n') }];
  }
  const [rows, last] = shape.slice(-2);
  const outer = shape.slice(0, -2);
  const all = sizeOf(outer);
  const slices = Array.from({ length: Math.min(all, MOST_SLICES) }, (_, s) => sliceIndex(outer, s));
  const cell = cellTexts(view, slices, 2, drawing);
  const drawings = slices.map((slice) => [
    ...(rank === 2 ? [] : [sliceName(slice)]),
    ...boxes(
      { rows, columns: last, cell: (r, c) => cell([...slice, r, c]), rowName: String, columnName },
      width,
    ),
  ]);
  const outerNames = outer.map((_, axis) => along(axis)).join(', ');
  const head = [
    ...(rank === 2 ? [] : [`a box for each of ${outerNames}`]),
    `↓ ${along(rank - 2)}   → ${along(rank - 1)}`,
  ];
  return [
    { kind: 'preformatted', text: [...head, '', ...sideBySide(drawings, width)].join('\n') },
    ...(all > slices.length
      ? [{ kind: 'text', text: `… and ${counted(all - slices.length, 'more box', 'more boxes')}` } as const]
      : []),
  ];
}

import { usageError } from '../../errors.ts';
import { indexed, parseIndex } from '../../tensor/indexing.ts';
import type { Given } from '../../options/define.ts';
import type { Selector } from '../../tensor/indexing.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { readView, reshaped, transposed } from '../../tensor/view.ts';
import type { ArrayView } from '../../tensor/view.ts';
import { didYouMean } from '../../util/suggest.ts';
import type { OpenedArray } from '../../inputs/arrays.ts';

/** An array after indexing, transposing and reshaping, and what is known of it. */
export interface Shown {
  /** As the user would write it: `x.npy[0, :, 1:3]`. */
  readonly source: string;
  readonly view: ArrayView;
  readonly axes: readonly string[] | undefined;
  readonly columns: readonly string[] | undefined;
}

/** Names of the places along the last axis after an index: those that it keeps. */
function columnsLeft(opened: OpenedArray, index: string): readonly string[] | undefined {
  const { columns, view } = opened;
  if (!columns) return undefined;
  const last = view.shape.length - 1;
  // The number of its column in place of each element.
  const numbers: ArrayView = {
    ...view,
    offset: 0,
    strides: view.shape.map((_, axis) => (axis === last ? 1 : 0)),
    elements: { read: (from, length) => Float64Array.from({ length }, (_, i) => from + i) },
  };
  const { view: left, axes } = indexed(numbers, selectorsOf(opened, index));
  if (axes.at(-1) !== last) return undefined;
  return Array.from(readView(left, 0, left.shape.at(-1) ?? 0), (column) => columns[column]);
}

/** What an index says; of a table it may be the name of a column. */
function selectorsOf({ columns, source }: OpenedArray, index: string): Selector[] {
  const name = index.trim();
  const at = columns?.indexOf(name) ?? -1;
  if (at >= 0) return parseIndex(`:,${at}`);
  if (columns && /^\p{L}[^,:]*$/u.test(name) && name !== 'None')
    throw usageError(`there is no column "${name}" in ${source}`, { hint: didYouMean(name, columns) });
  return parseIndex(index);
}

/**
 * The part of an array that is meant.
 *
 * @throws NnError('usage') in NumPy's words
 */
export function shownOf(
  opened: OpenedArray,
  index: string | undefined,
  o: {
    transpose: boolean;
    permute: readonly number[] | undefined;
    reshape: readonly number[] | undefined;
    axes: readonly string[] | undefined;
  },
  given: Given,
): Shown {
  const { permute, reshape } = o;
  const turns: Record<string, { word: string; turn: (view: ArrayView) => ArrayView }> = {
    ...(o.transpose && { transpose: { word: '.T', turn: (view) => transposed(view) } }),
    ...(permute && {
      permute: { word: `.transpose(${permute.join(', ')})`, turn: (view) => transposed(view, permute) },
    }),
    ...(reshape && {
      reshape: { word: `.reshape(${reshape.join(', ')})`, turn: (view) => reshaped(view, reshape) },
    }),
  };
  const order = Object.keys(given);
  const steps = Object.keys(turns)
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((name) => turns[name]);
  const part = index === undefined ? '' : `[${index.trim().replace(/^\[(.*)\]$/s, '$1')}]`;
  const indexedView =
    index === undefined ? opened.view : indexed(opened.view, selectorsOf(opened, index)).view;
  const view = steps.reduce((found, { turn }) => turn(found), indexedView);
  const columns =
    steps.length > 0 ? undefined : index === undefined ? opened.columns : columnsLeft(opened, index);
  if (o.axes && o.axes.length !== view.shape.length) {
    throw usageError(`--axes: found ${o.axes.length} names for shape ${shapeToString(view.shape)}`, {
      hint: `it has ${view.shape.length} axes; name them from the outermost: --axes batch,time,features`,
    });
  }
  return {
    source: [opened.source, part, ...steps.map(({ word }) => word)].join(''),
    view,
    axes: o.axes,
    columns,
  };
}

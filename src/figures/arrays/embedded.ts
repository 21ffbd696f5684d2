import type { PageArray } from '../../charts/arrayPage.ts';
import { indexed } from '../../tensor/indexing.ts';
import { axisNames } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { shortView } from '../../tensor/view.ts';
import type { Shown } from './part.ts';
import { maxOf } from '../../util/extremes.ts';

/**
 * Elements that a page carries with it; of larger arrays every second, third, … place along the longest axes.
 */
const MOST = 1 << 18;

/** How far apart the places along each axis are so that no more than MOST elements are left. */
function stepsOf(shape: readonly number[]): number[] {
  const steps = shape.map(() => 1);
  const lengths = () => shape.map((length, axis) => Math.ceil(length / steps[axis]));
  while (sizeOf(lengths()) > MOST) {
    const left = lengths();
    steps[left.indexOf(maxOf(left))]++;
  }
  return steps;
}

/** What a page needs to know of an array of at least one axis. */
export function embedded({ source, view, axes, columns }: Shown): PageArray {
  const { shape, dtype } = view;
  const steps = stepsOf(shape);
  const part = indexed(
    view,
    steps.map((step) => ({ kind: 'slice', step }) as const),
  ).view;
  return {
    title: source,
    shape,
    dtype,
    axes: axes ?? axisNames(shape.length),
    steps,
    lengths: part.shape,
    values: shortView(part),
    ...(columns && { columns }),
  };
}

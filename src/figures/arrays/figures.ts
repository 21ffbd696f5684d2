import { binned } from '../../charts/bins.ts';
import { StatisticsOf } from '../../explain/statistics.ts';
import type { Statistics } from '../../explain/statistics.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { isWide } from '../../tensor/dtype.ts';
import { exactPiecesOf, piecesOf } from '../../tensor/view.ts';
import type { ArrayView } from '../../tensor/view.ts';

/** Elements of an array that are read for its figures; larger ones are sampled unless all are wanted. */
export const SAMPLE = 1 << 20;
/** Bars of the one-line histogram. */
export const BINS = 12;

/** What the numbers of an array are like. */
export interface Figures {
  readonly statistics: Statistics;
  /** How many are in each of BINS equal parts of their range. */
  readonly heights: readonly number[];
  /** The ends of the range where float64 does not hold one of them. */
  readonly extremes?: { readonly min: bigint; readonly max: bigint };
  /** Only some of the elements were read. */
  readonly sampled: boolean;
}

/** The ends of the range of 64-bit integers that go beyond 2⁵³. */
function extremesOf(view: ArrayView, exact: boolean): Figures['extremes'] {
  let ends: { min: bigint; max: bigint } | undefined;
  for (const values of exactPiecesOf(view, SAMPLE, exact)) {
    for (const element of values) {
      const value = BigInt(element);
      ends ??= { min: value, max: value };
      if (value < ends.min) ends.min = value;
      else if (value > ends.max) ends.max = value;
    }
  }
  return ends;
}

/**
 * What the numbers of an array are like.
 *
 * @param exact reads every element of a large one too
 * @param told how many elements are read
 */
export function figuresOf(
  view: ArrayView,
  exact = false,
  told: (elements: number) => void = () => {},
): Figures {
  const statistics = new StatisticsOf();
  const some: Float64Array[] = [];
  let kept = 0;
  for (const values of piecesOf(view, SAMPLE, exact)) {
    statistics.add(values);
    if (kept < SAMPLE) some.push(values);
    told((kept += values.length));
  }
  const together = new Float64Array(some.reduce((sum, values) => sum + values.length, 0));
  let at = 0;
  for (const values of some) {
    together.set(values, at);
    at += values.length;
  }
  const { min, max } = statistics.result;
  const isSafe = !isWide(view.dtype) || (Number.isSafeInteger(min) && Number.isSafeInteger(max));
  return {
    statistics: statistics.result,
    ...(!isSafe && { extremes: extremesOf(view, exact) }),
    heights: binned(together, BINS).heights,
    sampled: !exact && sizeOf(view.shape) > SAMPLE,
  };
}

import { binned, evenlyBinned, roundedStep } from '../../charts/bins.ts';
import type { Chart } from '../../charts/chart.ts';
import { maxOf } from '../../util/extremes.ts';

/** How often numbers occur, in bins. */
export function histogramChart(
  values: ArrayLike<number>,
  {
    title,
    label,
    counted,
    bins,
  }: {
    readonly title: string;
    /** Of the numbers, and of what is counted. */
    readonly label: string;
    readonly counted: string;
    readonly bins?: number | undefined;
  },
): Chart {
  const present = Array.from(values).filter((value) => !Number.isNaN(value)).length;
  // Sturges' rule, somewhat finer.
  const most = bins ?? Math.min(60, Math.ceil(Math.log2(Math.max(1, present)) + 1) * 2);
  // What is asked for is done with every column but one of integers.
  const step = roundedStep(values, bins === undefined ? undefined : 0);
  const { edges, heights } = step === undefined ? binned(values, most) : evenlyBinned(values, most, step);
  return {
    title,
    x: { label, low: edges[0], high: edges[edges.length - 1] },
    y: { label: counted, low: 0, high: 1.05 * Math.max(1, maxOf(heights)) },
    marks: [{ kind: 'bars', name: '', series: 0, edges, heights }],
  };
}

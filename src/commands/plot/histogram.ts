import { extent } from '../../charts/chart.ts';
import { columnNamed } from '../../data/columns.ts';
import { numbersOf } from '../../data/encoders.ts';
import { inputError } from '../../errors.ts';
import { isNumbers, readTable } from './data.ts';
import type { PlotKind } from './define.ts';

/** How many numbers lie between neighbouring edges; the last bin has its upper edge too (numpy.histogram). */
export function binned(values: ArrayLike<number>, bins: number): { edges: number[]; heights: number[] } {
  const { low, high } = extent(values);
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + (i / bins) * (high - low));
  const heights = edges.slice(1).fill(0);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    heights[Math.min(bins - 1, Math.floor(((values[i] - low) / (high - low)) * bins))]++;
  }
  return { edges, heights };
}

export const histogram: PlotKind = {
  name: 'histogram',
  words: 'DATA',
  summary: 'how often the values of a column occur; --x names it, --bins says how fine',
  least: 1,
  most: 1,
  takes: ['x', 'bins'],
  async chart(context, [path], { x, bins }) {
    const table = await readTable(context, path);
    const column = x === undefined ? table.columns.find(isNumbers) : columnNamed(table, x);
    if (!column) throw inputError('found no column of numbers', { where: { source: path } });
    const { values, name } = numbersOf(table, column, 'a histogram');
    // Sturges' rule, somewhat finer.
    const { edges, heights } = binned(
      values,
      bins ?? Math.min(60, Math.ceil(Math.log2(values.length) + 1) * 2),
    );
    return {
      title: `${name} of ${path.split('/').at(-1)}: ${values.length} values`,
      x: { label: name, low: edges[0], high: edges[edges.length - 1] },
      y: { label: 'rows', low: 0, high: 1.05 * Math.max(1, ...heights) },
      marks: [{ kind: 'bars', name: '', series: 0, edges, heights }],
    };
  },
};

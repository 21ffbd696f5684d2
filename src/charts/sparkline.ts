import { maxOf, minOf } from '../util/extremes.ts';

const BARS = '▁▂▃▄▅▆▇█';

/**
 * A series as one line of bars, scaled from its least value (or `from`) to its greatest; long series are
 * averaged.
 */
export function sparkline(values: readonly number[], width: number, from?: number): string {
  const columns = Math.min(width, values.length);
  const means = Array.from({ length: columns }, (_, c) => {
    const first = Math.floor((c * values.length) / columns);
    const to = Math.max(first + 1, Math.floor(((c + 1) * values.length) / columns));
    let sum = 0;
    for (let i = first; i < to; i++) sum += values[i];
    return sum / (to - first);
  });
  const low = from ?? minOf(means);
  const high = maxOf(means);
  const level = (value: number) =>
    high > low ? Math.round(((value - low) / (high - low)) * (BARS.length - 1)) : 0;
  return means.map((value) => BARS[level(value)]).join('');
}

import { mix, streamOf } from './counter.ts';
import { byRow, defineKernel, float, int, read, start, write } from './define.ts';

/**
 * Inverted dropout's mask: 0 with probability drop/2²⁴, else `scale` (Srivastava et al. 2014). Each element's
 * number depends on (seed, step, stream, position) only, so it is the same however the rows are divided.
 * `key` holds the seed and the step, `stream` tells layers apart.
 */
export const dropoutMask = defineKernel({
  name: 'dropoutMask',
  formula: 'mask[i] = 0 with probability rate, else 1/(1 − rate)',
  args: {
    key: read(['two'], { element: 'int32' }),
    mask: write(['m', 'n']),
    m: int,
    n: int,
    two: int,
    stream: int,
    drop: int,
    scale: float,
    first: start('m'),
  },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, i: ints, round }, { key, mask, m, n, stream, drop, scale, first }) {
    const base = streamOf(ints[key], ints[key + 1], stream);
    const kept = round(scale);
    for (let i = 0; i < m * n; i++) {
      f[mask + i] = mix(base ^ mix(first * n + i)) >>> 8 < drop ? 0 : kept;
    }
  },
});

/** The same for a share of the rate that is known when it runs: a rate that follows a schedule. */
export const dropoutMaskOfShare = defineKernel({
  name: 'dropoutMaskOfShare',
  formula: 'mask[i] = 0 with probability rate·share, else 1/(1 − rate·share)',
  args: {
    key: read(['two'], { element: 'int32' }),
    share: read(['one']),
    mask: write(['m', 'n']),
    m: int,
    n: int,
    two: int,
    one: int,
    stream: int,
    rate: float,
    first: start('m'),
  },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, i: ints, round }, { key, share, mask, m, n, stream, rate, first }) {
    const base = streamOf(ints[key], ints[key + 1], stream);
    const now = round(round(rate) * f[share]);
    const drop = Math.trunc(now * 2 ** 24);
    const kept = round(1 / round(1 - now));
    for (let i = 0; i < m * n; i++) {
      f[mask + i] = mix(base ^ mix(first * n + i)) >>> 8 < drop ? 0 : kept;
    }
  },
});

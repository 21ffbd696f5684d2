import { EXACT, withNumbers, tables, benchTables, table, vectors } from './define.ts';
import type { KernelCases } from './define.ts';

interface WindowCase extends Record<'m' | 'h' | 'w' | 'c' | 'kh' | 'kw', number> {
  readonly s?: number;
  readonly p?: number;
  readonly d?: number;
}

/** Windows of kh×kw over images of h×w with stride s, and padding p and dilation d on all sides. */
function windows({ m, h, w, c, kh, kw, s = 1, p = 0, d = 1 }: WindowCase) {
  const along = (length: number, size: number) => Math.floor((length + 2 * p - d * (size - 1) - 1) / s) + 1;
  const [oh, ow] = [along(h, kh), along(w, kw)];
  return { m, h, w, c, kh, kw, oh, ow, strideY: s, strideX: s, padTop: p, padLeft: p };
}

const pooled = [
  { m: 2, h: 6, w: 6, c: 4, kh: 2, kw: 2, s: 2 },
  { m: 3, h: 5, w: 7, c: 5, kh: 3, kw: 2, s: 1, p: 1 },
  { m: 1, h: 4, w: 4, c: 1, kh: 2, kw: 2, s: 2 },
  { m: 5, h: 1, w: 9, c: 3, kh: 1, kw: 4, s: 3 },
  { m: 2, h: 7, w: 5, c: 17, kh: 3, kw: 3, s: 2, p: 1 },
].map(windows);

const benchPooled = [windows({ m: 32, h: 26, w: 26, c: 32, kh: 2, kw: 2, s: 2 })];

const convolved = [
  { m: 3, h: 6, w: 7, c: 1, kh: 3, kw: 3, n: 8 },
  { m: 2, h: 5, w: 5, c: 3, kh: 3, kw: 2, n: 5, p: 1 },
  { m: 4, h: 8, w: 6, c: 4, kh: 3, kw: 3, n: 20, s: 2, p: 1 },
  { m: 2, h: 9, w: 9, c: 6, kh: 2, kw: 2, n: 4, d: 2, groups: 2 },
  { m: 2, h: 5, w: 6, c: 5, kh: 3, kw: 3, n: 5, p: 1, groups: 5 },
  { m: 3, h: 1, w: 12, c: 3, kh: 1, kw: 5, n: 33, p: 2 },
  // More pixels and more elements of a window than are laid out at once.
  { m: 5, h: 14, w: 14, c: 64, kh: 3, kw: 3, n: 17 },
  { m: 2, h: 20, w: 20, c: 2, kh: 2, kw: 2, n: 9 },
].map(({ groups = 1, n, ...image }) => {
  const dilation = image.d ?? 1;
  return {
    ...windows({ p: 0, s: 1, ...image }),
    cg: image.c / groups,
    n,
    dilationY: dilation,
    dilationX: dilation,
  };
});

const benchConvolved = [
  { ...windows({ m: 32, h: 28, w: 28, c: 1, kh: 3, kw: 3 }), cg: 1, n: 32, dilationY: 1, dilationX: 1 },
  { ...windows({ m: 32, h: 13, w: 13, c: 32, kh: 3, kw: 3 }), cg: 32, n: 64, dilationY: 1, dilationX: 1 },
];

const convolution = {
  tolerance: { ulps: 16, scale: 'terms' },
  sizes: convolved,
  bench: benchConvolved,
} as const;

/** Rows of the filter's gradient. */
const withRows = (sizes: typeof convolved) =>
  sizes.map((size) => ({ ...size, k: size.kh * size.kw * size.cg }));

const pooling = { tolerance: EXACT, sizes: pooled, bench: benchPooled } as const;

const taken = { ...pooling, fill: { place: [0, 1, -1, 1, 0] } } as const;

const divided = {
  ...pooling,
  sizes: withNumbers(pooled, { divisor: 6 }),
  bench: withNumbers(benchPooled, { divisor: 4 }),
} as const;

const normalised = {
  tolerance: EXACT,
  sizes: withNumbers(tables, { epsilon: 1e-5 }),
  bench: withNumbers(benchTables, { epsilon: 1e-5 }),
} as const;

const grouped = [
  { m: 3, p: 6, c: 8, groups: 2 },
  { m: 2, p: 1, c: 5, groups: 5 },
  { m: 4, p: 9, c: 6, groups: 1 },
  { m: 1, p: 25, c: 12, groups: 3 },
];

/** Convolution, pooling and what normalises batches and groups. */
export const imagesCases: Readonly<Record<string, KernelCases>> = {
  conv2d: convolution,
  convForward: {
    ...convolution,
    sizes: withNumbers(convolution.sizes, { act: 1 }),
    bench: withNumbers(convolution.bench, { act: 1 }),
  },
  conv2dGradInput: convolution,
  conv2dGradFilter: { ...convolution, sizes: withRows(convolved), bench: withRows(benchConvolved) },
  maxPool: pooling,
  maxPoolGrad: taken,
  maxPoolReluGrad: taken,
  sumPool: divided,
  spread: divided,
  columnMoments: table(EXACT),
  batchNorm: { ...normalised, fill: { variance: 'positive' } },
  updateMoments: {
    tolerance: { ulps: 1 },
    sizes: withNumbers(vectors, { m: 30, momentum: 0.1 }),
    bench: [{ n: 64, m: 3000, momentum: 0.1 }],
    fill: { variance: 'positive', runningVariance: 'positive' },
  },
  batchNormGradGain: {
    ...normalised,
    tolerance: { ulps: 1, scale: 'terms' },
    fill: { variance: 'positive' },
  },
  batchNormGrad: {
    ...normalised,
    sizes: withNumbers(normalised.sizes, { count: 30 }),
    bench: withNumbers(normalised.bench, { count: 300 }),
    fill: { variance: 'positive' },
  },
  batchNormGradRunning: { ...normalised, fill: { variance: 'positive' } },
  groupNorm: {
    tolerance: { ulps: 1, scale: 1 },
    sizes: withNumbers(grouped, { epsilon: 1e-5 }),
    bench: [{ m: 32, p: 169, c: 32, groups: 8, epsilon: 1e-5 }],
  },
  groupNormGradGain: {
    tolerance: { ulps: 1, scale: 'terms' },
    sizes: grouped.map(({ m, p, c, groups }) => ({ rows: m * p, n: c, m, groups, size: c / groups })),
    bench: [{ rows: 5408, n: 32, m: 32, groups: 8, size: 4 }],
    fill: { rstd: 'positive' },
  },
  groupNormGrad: {
    tolerance: { ulps: 1, scale: 'terms' },
    sizes: grouped,
    bench: [{ m: 32, p: 169, c: 32, groups: 8 }],
    fill: { rstd: 'positive' },
  },
};

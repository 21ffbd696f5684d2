import { roomFor } from '../../src/kernels/recurrence.ts';

/**
 * How far a result may lie from the float32 reference, in units in the last place of the larger of the
 * expected value and `scale`: a number, or `terms` for what the reference gives when all inputs are replaced
 * by their absolute values, the natural unit where terms of both signs are summed.
 */
export interface Tolerance {
  readonly ulps: number;
  readonly scale?: number | 'terms';
}

/** What a tensor is filled with; the default is a standard normal distribution. */
export type Fill =
  | 'normal'
  | 'small'
  | 'positive'
  | 'probability'
  | 'binary'
  | 'labels'
  | 'padded'
  | 'lengths'
  | 'order'
  | 'ends'
  | 'bits'
  | 'zero'
  | 'wide'
  | readonly number[];

export interface KernelCases {
  readonly tolerance: Tolerance;
  /** Values of the integer and float arguments; strides are added by the tests. */
  readonly sizes: readonly Readonly<Record<string, number>>[];
  readonly fill?: Readonly<Record<string, Fill>>;
  /** Sizes that a training step of a typical network has, for the benchmark. */
  readonly bench: readonly Readonly<Record<string, number>>[];
}

const EXACT: Tolerance = { ulps: 0 };
const edges = [1, 3, 4, 5, 10];

const products = [
  ...edges.flatMap((m) => edges.flatMap((k) => edges.map((n) => ({ m, k, n })))),
  ...[2, 7].flatMap((m) => [2, 8].flatMap((k) => [2, 7, 8].map((n) => ({ m, k, n })))),
  ...[0, 3].flatMap((m) => [0, 3].flatMap((k) => [0, 3].map((n) => ({ m, k, n })))),
  { m: 30, k: 40, n: 50 },
  { m: 300, k: 2, n: 64 },
  { m: 300, k: 64, n: 3 },
  { m: 65, k: 33, n: 17 },
  { m: 7, k: 1100, n: 19 },
  { m: 1100, k: 6, n: 11 },
  { m: 5, k: 9, n: 1100 },
  { m: 261, k: 20, n: 70 },
  { m: 600, k: 37, n: 67 },
  { m: 30, k: 600, n: 83 },
];
const benchProducts = [
  { m: 512, k: 512, n: 512 },
  { m: 256, k: 1024, n: 2048 },
  { m: 128, k: 784, n: 128 },
  { m: 128, k: 128, n: 128 },
  { m: 128, k: 128, n: 10 },
  { m: 300, k: 2, n: 64 },
  { m: 300, k: 64, n: 3 },
];

const tables = [
  ...[1, 2, 3, 4, 5, 7, 8, 10, 19, 130].flatMap((n) => [1, 2, 5, 12].map((m) => ({ m, n }))),
  // Enough rows for shards of four, eight and sixteen.
  ...[1, 3, 4, 10, 33].map((n) => ({ m: 259, n })),
  { m: 67, n: 6 },
];
const benchTables = [
  { m: 300, n: 64 },
  { m: 128, n: 128 },
];
const outputs = [
  { m: 300, n: 3 },
  { m: 128, n: 10 },
];
const smoothed = [
  { smoothing: 0, clip: 0 },
  { smoothing: 0.1, clip: 0 },
  { smoothing: 0, clip: 1e-7 },
  { smoothing: 0.1, clip: 1e-7 },
];
type Sizes = KernelCases['sizes'];
const withNumbers = (sizes: Sizes, numbers: Sizes[number]): Sizes =>
  sizes.map((size) => ({ ...size, ...numbers }));

const vectors = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 127, 128, 129, 136, 1000, 1037].map((n) => ({ n }));
const benchVectors = [{ n: 387 }, { n: 118_282 }];

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

const product = { tolerance: { ulps: 8, scale: 'terms' }, sizes: products, bench: benchProducts } as const;

const table = (tolerance: Tolerance, fill: KernelCases['fill'] = {}): KernelCases => ({
  tolerance,
  sizes: tables,
  bench: benchTables,
  fill,
});
/** An activation or its gradient over everything a float can be. */
const unary = (tolerance: Tolerance, alpha?: number): KernelCases => ({
  tolerance,
  sizes: withNumbers([...tables, { m: 40, n: 101 }], alpha === undefined ? {} : { alpha }),
  bench: withNumbers(benchTables, alpha === undefined ? {} : { alpha }),
  fill: { x: 'wide', s: 'wide' },
});
const ofOutput = (tolerance: Tolerance, alpha?: number): KernelCases => ({
  ...unary(tolerance, alpha),
  fill: { s: 'probability' },
});

const loss = (
  tolerance: Tolerance,
  numbers: Sizes[number] = {},
  fill: KernelCases['fill'] = {},
): KernelCases => ({
  tolerance,
  sizes: withNumbers(tables, numbers),
  bench: withNumbers(outputs, numbers),
  fill,
});

const update = (
  tolerance: Tolerance,
  knobs: readonly number[],
  fill: KernelCases['fill'] = {},
): KernelCases => ({
  tolerance,
  sizes: withNumbers(vectors, { knobs: knobs.length }),
  bench: withNumbers(benchVectors, { knobs: knobs.length }),
  fill: { k: knobs, ...fill },
});
const adamKnobs = [0.02, 0.9, 0.1, 0.999, 0.001, 1e-7, 1 - 0.9 ** 3, 1 - 0.999 ** 3];

/** A recurrent kernel with this many gates: every kind of output, both directions, rows of all lengths. */
const recurrent = (gates: number, ulps: number, states = 1): KernelCases => {
  const sizes = [1, 2, 5].flatMap((m) =>
    [1, 3, 4, 5, 11].flatMap((h) =>
      [1, 2, 6].flatMap((time) =>
        [0, 1].map((reverse) => ({ m, h, time, steps: (m + h + reverse) % 2 ? 1 : time, reverse })),
      ),
    ),
  );
  const wide = [
    { m: 33, h: 34, time: 3, steps: 3, reverse: 0 },
    { m: 26, h: 34, time: 3, steps: 3, reverse: 1 },
    { m: 26, h: 130, time: 2, steps: 1, reverse: 1 },
  ];
  const bench = [{ m: 128, h: 128, time: 28, steps: 1, reverse: 0 }];
  // Half of the sizes have room to pack the weights, half carry their state over.
  const withGates = (all: Sizes) =>
    all.map((size) => {
      const g = gates * size.h;
      const r = size.reverse ? 0 : roomFor(size.m, size.h, g);
      return { ...size, g, r, carried: (size.m + size.time) % 2 ? 0 : states * size.h };
    });
  return {
    tolerance: { ulps, scale: 1 },
    sizes: withGates([...sizes, ...wide]),
    bench: withGates(bench),
    fill: { w: 'small', b: 'small', memory: 'small', lengths: 'lengths' },
  };
};
/** Both functions of the simple recurrent network. */
const bothActivations = (cases: KernelCases): KernelCases => ({
  ...cases,
  sizes: [...withNumbers(cases.sizes, { act: 0 }), ...withNumbers(cases.sizes, { act: 1 })],
  bench: withNumbers(cases.bench, { act: 0 }),
});
/** Gradients: what the forward pass left lies in its range. */
const recurrentGrad = (gates: number, ulps: number): KernelCases => {
  const { fill: fills, ...cases } = recurrent(gates, ulps);
  return { ...cases, fill: { ...fills, gates: 'probability', s: 'probability' } };
};

/** Attention over sequences of all lengths; the width is heads times this. */
const attentions = [1, 2, 3].flatMap((m) =>
  [1, 2, 5, 12].flatMap((time) =>
    [
      { heads: 1, width: 1 },
      { heads: 2, width: 3 },
      { heads: 3, width: 8 },
    ].map(({ heads, width }) => ({ m, time, heads, n: heads * width, g: 3 * heads * width })),
  ),
);
const benchAttention = [{ m: 32, time: 64, heads: 4, n: 128, g: 384 }];
const compressed = [
  { k: 1, n: 1, kept: 1 },
  { k: 7, n: 5, kept: 11 },
  { k: 30, n: 16, kept: 144 },
  { k: 50, n: 37, kept: 600 },
  // Fewer than there are.
  { k: 40, n: 21, kept: 30 },
];
const sequences = [1, 2, 5].flatMap((m) =>
  [1, 3, 9].flatMap((time) => [1, 4, 7].map((n) => ({ m, time, n }))),
);
const benchSequences = [{ m: 128, time: 28, n: 128 }];

/** Several members side by side. */
const memberSizes = [1, 2, 5].flatMap((m) =>
  [1, 3, 8].flatMap((count) => [1, 3, 4, 10].map((n) => ({ m, members: count, n }))),
);
const benchMembers = [{ m: 32, members: 32, n: 64 }];
const members = { tolerance: EXACT, sizes: memberSizes, bench: benchMembers } as const;

const memberProducts: KernelCases = {
  tolerance: { ulps: 8, scale: 'terms' },
  bench: [{ m: 32, members: 32, k: 512, n: 3 }],
  sizes: memberSizes.flatMap((size) => [1, 5, 40].map((k) => ({ ...size, k }))),
} as const;

/**
 * Kernels that only the reference has: they change the rows of a batch once, before the network sees them, or
 * join the few outputs of an ensemble's members, or encode numbers by bins.
 */
export const referenceOnly: readonly string[] = [
  ...[
    'addNoise',
    'addScaled',
    'cropTime',
    'cutout',
    'limit',
    'limitGrad',
    'logScores',
    'logScoresGrad',
    'logitScores',
    'logitScoresGrad',
    'mixRows',
    'mixupShares',
    'nextLabels',
    'piecewise',
    'piecewiseGradInput',
    'scaleRandomly',
    'scaled',
    'warpImages',
  ],
];

/** Rows, columns, numbers that each becomes, and outputs of a layer of its own. */
const grouped3 = [1, 3, 4, 16, 19].flatMap((f) =>
  [1, 2, 5].flatMap((c) => [1, 2, 37].map((m) => ({ m, c, f }))),
);
const benchGrouped3 = [{ m: 256, c: 10, f: 16 }];
const columnWise: KernelCases = {
  tolerance: { ulps: 16, scale: 'terms' },
  sizes: [1, 3, 4, 9].flatMap((g) => withNumbers(grouped3, { g })),
  bench: [{ m: 256, c: 10, f: 16, g: 3 }],
};

/** One entry per kernel that has a faster implementation; a kernel without an entry fails the suite. */
export const cases: Readonly<Record<string, KernelCases>> = {
  matmul: product,
  matmulTA: product,
  matmulTB: product,
  denseForward: {
    ...product,
    sizes: [...withNumbers(products, { act: 0 }), ...withNumbers(products, { act: 1 })],
    bench: withNumbers(benchProducts, { act: 1 }),
  },
  denseGradInput: product,
  biasActivation: {
    tolerance: EXACT,
    sizes: [...withNumbers(tables, { act: 0 }), ...withNumbers(tables, { act: 1 })],
    bench: withNumbers(benchTables, { act: 1 }),
    fill: { x: 'wide' },
  },
  maskPositive: { ...table(EXACT), fill: { y: 'wide' } },
  addBias: table(EXACT),
  sumRows: table(EXACT),

  softmax: table({ ulps: 8 }),
  softmaxGrad: table({ ulps: 8, scale: 4 }, { s: 'probability' }),
  logSoftmax: table({ ulps: 8, scale: 4 }),
  logSoftmaxGrad: table({ ulps: 16, scale: 8 }),
  softmaxCrossEntropy: {
    tolerance: { ulps: 8, scale: 4 },
    sizes: smoothed.flatMap((numbers) => withNumbers(tables, numbers)),
    bench: withNumbers(outputs, { smoothing: 0, clip: 0 }),
    fill: { target: 'padded' },
  },
  softmaxCrossEntropyStep: {
    tolerance: { ulps: 8, scale: 4 },
    sizes: smoothed.flatMap((numbers) => withNumbers(tables, { ...numbers, count: 30 })),
    bench: withNumbers(outputs, { smoothing: 0, clip: 0, count: 300 }),
    fill: { target: 'padded' },
  },
  softmaxCrossEntropyGrad: {
    tolerance: EXACT,
    sizes: [
      ...withNumbers(tables, { count: 30, smoothing: 0 }),
      ...withNumbers(tables, { count: 30, smoothing: 0.125 }),
    ],
    bench: withNumbers(outputs, { count: 300, smoothing: 0 }),
    fill: { target: 'padded', p: 'probability' },
  },
  sigmoidCrossEntropy: loss({ ulps: 8, scale: 2 }, { smoothing: 0.125 }, { target: 'binary' }),
  sigmoidCrossEntropyGrad: loss(
    EXACT,
    { smoothing: 0.125, count: 30 },
    { p: 'probability', target: 'binary' },
  ),
  binaryCrossEntropy: loss({ ulps: 8 }, { clip: 1e-7 }, { p: 'probability', target: 'binary' }),
  binaryCrossEntropyGrad: loss(EXACT, { clip: 1e-7, count: 30 }, { p: 'probability', target: 'binary' }),
  squaredError: loss({ ulps: 16 }),
  squaredErrorGrad: loss(EXACT, { count: 30 }),
  absoluteError: loss({ ulps: 16 }),
  absoluteErrorGrad: loss(EXACT, { count: 30 }),
  huber: loss({ ulps: 16 }, { delta: 1 }),
  huberGrad: loss(EXACT, { count: 30, delta: 1 }),

  'unary.linear': unary(EXACT),
  'unary.step': unary(EXACT),
  'unary.relu': unary(EXACT),
  'unary.leaky-relu': unary(EXACT, 0.01),
  'unary.elu': unary({ ulps: 2 }, 1),
  'unary.selu': unary({ ulps: 3 }),
  'unary.gelu': unary({ ulps: 3, scale: 2 ** -126 }),
  'unary.gelu-tanh': unary({ ulps: 2, scale: 2 ** -126 }),
  'unary.silu': unary({ ulps: 3 }),
  'unary.mish': unary({ ulps: 8, scale: 2 ** -100 }),
  'unary.softplus': unary({ ulps: 3 }),
  'unary.sigmoid': unary({ ulps: 3 }),
  'unary.hard-sigmoid': unary(EXACT),
  'unary.tanh': unary({ ulps: 3 }),
  'unaryGrad.linear': unary(EXACT),
  'unaryGrad.relu': unary(EXACT),
  'unaryGrad.leaky-relu': unary(EXACT, 0.01),
  'unaryGrad.elu': unary({ ulps: 3 }, 1),
  'unaryGrad.selu': unary({ ulps: 3 }),
  'unaryGrad.gelu': unary({ ulps: 8, scale: 0.1 }),
  'unaryGrad.gelu-tanh': unary({ ulps: 4, scale: 0.1 }),
  'unaryGrad.silu': unary({ ulps: 8, scale: 1 }),
  'unaryGrad.mish': unary({ ulps: 8, scale: 1 }),
  'unaryGrad.softplus': unary({ ulps: 4, scale: 1e-30 }),
  'unaryGrad.sigmoid': ofOutput(EXACT),
  'unaryGrad.hard-sigmoid': unary(EXACT),
  'unaryGrad.tanh': ofOutput(EXACT),

  sum: { tolerance: EXACT, sizes: vectors, bench: benchVectors },
  sumAbs: { tolerance: EXACT, sizes: vectors, bench: benchVectors },
  sumSquares: { tolerance: EXACT, sizes: vectors, bench: benchVectors },
  clipByNorm: {
    tolerance: { ulps: 1 },
    sizes: [...withNumbers(vectors, { limit: 0.5 }), ...withNumbers(vectors, { limit: 9 })],
    bench: withNumbers(benchVectors, { limit: 0.5 }),
    fill: { s: [2] },
  },
  maxNorm: {
    tolerance: EXACT,
    sizes: [...withNumbers(tables, { limit: 0.5 }), ...withNumbers(tables, { limit: 2 })],
    bench: withNumbers(benchTables, { limit: 0.5 }),
  },
  argmaxMatch: { ...table(EXACT, { p: 'probability', target: 'padded' }), bench: outputs },
  thresholdMatch: { ...table(EXACT, { p: 'probability', target: 'binary' }), bench: outputs },
  toleranceMatch: {
    ...table(EXACT),
    sizes: withNumbers(tables, { tolerance: 0.5 }),
    bench: withNumbers(outputs, { tolerance: 0.5 }),
  },

  spreadMembers: members,
  spreadMembersGrad: members,
  spreadMembersGradFactors: members,
  meanMembers: members,
  membersMatmul: memberProducts,
  membersMatmulTA: memberProducts,
  membersMatmulTB: memberProducts,
  scaleShiftColumns: table(EXACT),
  repeatRows: {
    ...members,
    sizes: withNumbers(memberSizes, { factor: 0.3 }),
    bench: withNumbers(benchMembers, { factor: 0.3 }),
  },
  repeatLabels: { ...members, fill: { label: 'padded' } },

  copy: table(EXACT),
  fill: {
    ...table(EXACT),
    sizes: withNumbers(tables, { value: 0 }),
    bench: withNumbers(benchTables, { value: 0 }),
  },
  add: table(EXACT),
  multiply: table(EXACT),
  times: {
    ...table(EXACT),
    sizes: withNumbers(tables, { alpha: 0.37 }),
    bench: withNumbers(benchTables, { alpha: 0.37 }),
  },
  scaleColumns: table(EXACT),
  columnProducts: table(EXACT),
  blend: table(EXACT),
  blendGrad: table(EXACT),
  blendGradShare: table(EXACT),
  periodic: { tolerance: { ulps: 8, scale: 1 }, sizes: grouped3, bench: benchGrouped3 },
  periodicGrad: { tolerance: { ulps: 64, scale: 'terms' }, sizes: grouped3, bench: benchGrouped3 },
  periodicGradInput: { tolerance: { ulps: 256, scale: 16 }, sizes: grouped3, bench: benchGrouped3 },
  columnDense: columnWise,
  columnDenseGrad: columnWise,
  columnDenseGradInput: columnWise,
  scaleRows: table(EXACT, { s: [1, -1, 0.5, 2] }),
  axpy: {
    tolerance: EXACT,
    sizes: withNumbers(vectors, { alpha: -0.3 }),
    bench: withNumbers(benchVectors, { alpha: -0.3 }),
  },
  movingAverage: {
    tolerance: EXACT,
    sizes: vectors,
    bench: benchVectors,
  },
  addL1Grad: {
    tolerance: EXACT,
    sizes: withNumbers(vectors, { lambda: 0.01 }),
    bench: withNumbers(benchVectors, { lambda: 0.01 }),
  },
  addL2Grad: {
    tolerance: EXACT,
    sizes: withNumbers(vectors, { lambda: 0.01 }),
    bench: withNumbers(benchVectors, { lambda: 0.01 }),
  },

  gatherRows: {
    tolerance: EXACT,
    sizes: [...withNumbers(tables, { total: 280, first: 0 }), { m: 3, n: 784, total: 20, first: 0 }],
    bench: [
      { m: 300, n: 2, total: 400, first: 0 },
      { m: 128, n: 784, total: 2000, first: 0 },
    ],
    fill: { index: 'order', cursor: [4] },
  },
  gatherLabels: {
    tolerance: EXACT,
    sizes: [1, 9, 100].flatMap((n) => [0, 1, 4, 15, 259].map((m) => ({ m, n, total: 280, first: 0 }))),
    bench: [{ m: 300, n: 1, total: 400, first: 0 }],
    fill: { source: 'bits', index: 'order', cursor: [4] },
  },
  dropoutMask: {
    tolerance: EXACT,
    sizes: withNumbers(tables, { two: 2, stream: 3, drop: 5_000_000, scale: 1.25, first: 0 }),
    bench: withNumbers(benchTables, { two: 2, stream: 3, drop: 5_000_000, scale: 1.25, first: 0 }),
    fill: { key: 'bits' },
  },

  dropoutMaskOfShare: {
    tolerance: EXACT,
    sizes: withNumbers(tables, { two: 2, one: 1, stream: 3, rate: 0.4, first: 0 }),
    bench: withNumbers(benchTables, { two: 2, one: 1, stream: 3, rate: 0.4, first: 0 }),
    fill: { key: 'bits', share: [0.7] },
  },

  sequenceLengths: {
    tolerance: EXACT,
    sizes: [0, 1].flatMap((masked) =>
      [1, 3, 4].flatMap((m) => [1, 2, 5].flatMap((time) => [1, 3].map((n) => ({ m, time, n, masked })))),
    ),
    bench: [{ m: 128, time: 28, n: 28, masked: 1 }],
    fill: { x: [1, 0, 0, -2, 0, 0, 0] },
  },
  embedding: {
    tolerance: EXACT,
    sizes: withNumbers(tables, { total: 9 }),
    bench: [{ m: 4096, n: 64, total: 2000 }],
    fill: { x: [0, 8, -1, 3, 9, 2.5, Number.NaN] },
  },
  embeddingGrad: {
    tolerance: EXACT,
    sizes: withNumbers(tables, { total: 9 }),
    bench: [{ m: 4096, n: 64, total: 2000 }],
    fill: { x: [0, 8, -1, 3, 3, 9, 2.5, Number.NaN] },
  },
  layerNorm: {
    tolerance: { ulps: 16, scale: 4 },
    sizes: withNumbers(tables, { epsilon: 1e-5 }),
    bench: withNumbers(benchTables, { epsilon: 1e-5 }),
  },
  layerNormGrad: table({ ulps: 16, scale: 16 }, { rstd: 'positive' }),
  layerNormGradGain: table(EXACT),
  attention: {
    tolerance: { ulps: 32, scale: 4 },
    sizes: [...withNumbers(attentions, { causal: 0 }), ...withNumbers(attentions, { causal: 1 })],
    bench: withNumbers(benchAttention, { causal: 0 }),
    fill: { lengths: 'lengths' },
  },
  attentionGrad: {
    tolerance: { ulps: 32, scale: 4 },
    sizes: attentions,
    bench: benchAttention,
    fill: { p: 'probability' },
  },
  compressColumns: {
    tolerance: EXACT,
    sizes: compressed,
    bench: [{ k: 2048, n: 2048, kept: 419_430 }],
    fill: { w: [0, 0, 1.5, 0, -0.25, 0, 0, 0, 0, 3] },
  },
  sparseMatmul: {
    tolerance: { ulps: 16, scale: 'terms' },
    sizes: [1, 5, 32, 71].flatMap((m) => [
      { m, k: 6, n: 3, kept: 9 },
      { m, k: 33, n: 20, kept: 60 },
      { m, k: 130, n: 20, kept: 100 },
    ]),
    bench: [{ m: 1024, k: 2048, n: 2048, kept: 419_430 }],
    fill: { rows: [0, 2, 5], ends: 'ends' },
  },
  keepZeros: {
    tolerance: EXACT,
    sizes: vectors,
    bench: benchVectors,
    fill: { w: [0, 1, 0, -2, 0, 0, 5] },
  },

  maskSteps: { tolerance: EXACT, sizes: sequences, bench: benchSequences, fill: { lengths: 'lengths' } },
  addPositions: { tolerance: { ulps: 1, scale: 1 }, sizes: sequences, bench: benchSequences },
  rnn: bothActivations(recurrent(1, 32)),
  rnnGrad: bothActivations(recurrentGrad(1, 32)),
  lstm: recurrent(4, 32, 2),
  lstmGrad: recurrentGrad(4, 100),
  gru: recurrent(3, 32),
  gruGrad: recurrentGrad(3, 32),

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

  sgd: update(EXACT, [0.05]),
  momentum: update(EXACT, [0.05, 0.9]),
  nesterov: update(EXACT, [0.05, 0.9]),
  adagrad: update(EXACT, [0.05, 1e-7], { c: 'positive' }),
  rmsprop: update(EXACT, [0.02, 0.9, 0.1, 1e-7], { c: 'positive' }),
  adam: update({ ulps: 4, scale: 1 }, [...adamKnobs, 0.999], { v: 'positive' }),
  amsgrad: update({ ulps: 4, scale: 1 }, adamKnobs, { v: 'positive', top: 'positive' }),
  nadam: update({ ulps: 4, scale: 1 }, [0.02, 0.9, 0.1, 0.999, 0.001, 1e-7, 0.003, 0.4, 0.6], {
    v: 'positive',
  }),
};

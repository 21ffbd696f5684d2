import { EXACT, withNumbers, tables, benchTables, table, vectors, benchVectors } from './define.ts';
import type { KernelCases } from './define.ts';

/** What is done element by element, row by row, and what gathers and drops. */
export const elementwiseCases: Readonly<Record<string, KernelCases>> = {
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
  scaleShiftColumns: table(EXACT),
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
};

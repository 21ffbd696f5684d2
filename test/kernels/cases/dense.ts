import { EXACT, withNumbers, tables, benchTables, table, vectors, benchVectors } from './define.ts';
import type { KernelCases } from './define.ts';

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

const product = { tolerance: { ulps: 8, scale: 'terms' }, sizes: products, bench: benchProducts } as const;

const compressed = [
  { k: 1, n: 1, kept: 1 },
  { k: 7, n: 5, kept: 11 },
  { k: 30, n: 16, kept: 144 },
  { k: 50, n: 37, kept: 600 },
  // Fewer than there are.
  { k: 40, n: 21, kept: 30 },
];

/** Products of matrices, dense and sparse. */
export const denseCases: Readonly<Record<string, KernelCases>> = {
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
};

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

export const EXACT: Tolerance = { ulps: 0 };

export type Sizes = KernelCases['sizes'];

export const withNumbers = (sizes: Sizes, numbers: Sizes[number]): Sizes =>
  sizes.map((size) => ({ ...size, ...numbers }));

export const tables = [
  ...[1, 2, 3, 4, 5, 7, 8, 10, 19, 130].flatMap((n) => [1, 2, 5, 12].map((m) => ({ m, n }))),
  // Enough rows for shards of four, eight and sixteen.
  ...[1, 3, 4, 10, 33].map((n) => ({ m: 259, n })),
  { m: 67, n: 6 },
];

export const benchTables = [
  { m: 300, n: 64 },
  { m: 128, n: 128 },
];

export const table = (tolerance: Tolerance, fill: KernelCases['fill'] = {}): KernelCases => ({
  tolerance,
  sizes: tables,
  bench: benchTables,
  fill,
});

export const vectors = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 127, 128, 129, 136, 1000, 1037].map((n) => ({
  n,
}));

export const benchVectors = [{ n: 387 }, { n: 118_282 }];

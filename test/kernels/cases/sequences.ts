import { roomFor } from '../../../src/kernels/recurrence.ts';
import { EXACT, withNumbers, tables, benchTables, table } from './define.ts';
import type { KernelCases, Sizes } from './define.ts';

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

const sequences = [1, 2, 5].flatMap((m) =>
  [1, 3, 9].flatMap((time) => [1, 4, 7].map((n) => ({ m, time, n }))),
);

const benchSequences = [{ m: 128, time: 28, n: 128 }];

/** Sequences: recurrence, attention, embeddings. */
export const sequencesCases: Readonly<Record<string, KernelCases>> = {
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
  maskSteps: { tolerance: EXACT, sizes: sequences, bench: benchSequences, fill: { lengths: 'lengths' } },
  addPositions: { tolerance: { ulps: 1, scale: 1 }, sizes: sequences, bench: benchSequences },
  rnn: bothActivations(recurrent(1, 32)),
  rnnGrad: bothActivations(recurrentGrad(1, 32)),
  lstm: recurrent(4, 32, 2),
  lstmGrad: recurrentGrad(4, 100),
  gru: recurrent(3, 32),
  gruGrad: recurrentGrad(3, 32),
};

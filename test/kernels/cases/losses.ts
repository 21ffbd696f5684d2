import { EXACT, withNumbers, tables, table } from './define.ts';
import type { Tolerance, KernelCases, Sizes } from './define.ts';

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

/** Softmax, losses and what matches. */
export const lossesCases: Readonly<Record<string, KernelCases>> = {
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
  argmaxMatch: { ...table(EXACT, { p: 'probability', target: 'padded' }), bench: outputs },
  thresholdMatch: { ...table(EXACT, { p: 'probability', target: 'binary' }), bench: outputs },
  toleranceMatch: {
    ...table(EXACT),
    sizes: withNumbers(tables, { tolerance: 0.5 }),
    bench: withNumbers(outputs, { tolerance: 0.5 }),
  },
};

import { byRow, defineKernel, floatOr, int, read, write } from './define.ts';
import { clamp } from './clamp.ts';
import { pairwiseSum } from './pairwise.ts';

/** Sigmoid and binary cross-entropy from logits, mean over a row's outputs (torch.nn.BCEWithLogitsLoss). */
export const sigmoidCrossEntropy = defineKernel({
  name: 'sigmoidCrossEntropy',
  formula: 'p = σ(x);  loss[i] = meanⱼ max(x,0) − x·t + log(1 + exp(−|x|))',
  args: {
    x: read(['m', 'n']),
    target: read(['m', 'n']),
    p: write(['m', 'n']),
    loss: write(['m']),
    m: int,
    n: int,
    smoothing: floatOr(0),
  },
  parallel: byRow,
  flops: ({ m, n }) => 8 * m * n,
  reference({ f, round }, { x, target, p, loss, m, n, smoothing }) {
    for (let i = 0; i < m; i++) {
      let total = 0;
      for (let j = i * n; j < (i + 1) * n; j++) {
        const logit = f[x + j];
        const smoothed = f[target + j] * (1 - smoothing) + smoothing / 2;
        f[p + j] = 1 / round(1 + round(Math.exp(-logit)));
        total += Math.max(logit, 0) - logit * smoothed + Math.log1p(Math.exp(-Math.abs(logit)));
      }
      f[loss + i] = round(total / n);
    }
  },
});

/** Gradient of the mean of sigmoidCrossEntropy over `count` rows with respect to the logits. */
export const sigmoidCrossEntropyGrad = defineKernel({
  name: 'sigmoidCrossEntropyGrad',
  formula: 'dx[i,j] = (p[i,j] − t[i,j]) / n / count',
  args: {
    p: read(['m', 'n']),
    target: read(['m', 'n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
    count: int,
    smoothing: floatOr(0),
  },
  parallel: byRow,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { p, target, dx, m, n, count, smoothing }) {
    for (let i = 0; i < m * n; i++) {
      const smoothed = round(f[target + i] * (1 - smoothing) + smoothing / 2);
      f[dx + i] = round(round(f[p + i] - smoothed) / n) / count;
    }
  },
});

/**
 * Binary cross-entropy of probabilities, clipped to [clip, 1 − clip], mean over a row's outputs (NNFS ch.
 * 16).
 */
export const binaryCrossEntropy = defineKernel({
  name: 'binaryCrossEntropy',
  formula: 'loss[i] = −meanⱼ t·log p + (1−t)·log(1−p)',
  args: {
    p: read(['m', 'n']),
    target: read(['m', 'n']),
    scratch: write(['m', 'n']),
    loss: write(['m']),
    m: int,
    n: int,
    clip: floatOr(1e-7),
  },
  parallel: byRow,
  flops: ({ m, n }) => 8 * m * n,
  reference({ f, round }, { p, target, scratch, loss, m, n, clip }) {
    for (let i = 0; i < m; i++) {
      for (let j = i * n; j < (i + 1) * n; j++) {
        const t = f[target + j];
        const q = clamp(f[p + j], clip, round);
        const yes = round(t * round(Math.log(q)));
        const no = round(round(1 - t) * round(Math.log(round(1 - q))));
        f[scratch + j] = -round(yes + no);
      }
      f[loss + i] = pairwiseSum(f, scratch + i * n, n, round) / n;
    }
  },
});

/**
 * Gradient of the mean of binaryCrossEntropy over `count` rows with respect to the probabilities (NNFS ch.
 * 16).
 */
export const binaryCrossEntropyGrad = defineKernel({
  name: 'binaryCrossEntropyGrad',
  formula: 'dx[i,j] = −(t/p − (1−t)/(1−p)) / n / count',
  args: {
    p: read(['m', 'n']),
    target: read(['m', 'n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
    count: int,
    clip: floatOr(1e-7),
  },
  parallel: byRow,
  flops: ({ m, n }) => 6 * m * n,
  reference({ f, round }, { p, target, dx, m, n, count, clip }) {
    for (let i = 0; i < m * n; i++) {
      const t = f[target + i];
      const q = clamp(f[p + i], clip, round);
      const slope = -round(round(t / q) - round(round(1 - t) / round(1 - q)));
      f[dx + i] = round(slope / n) / count;
    }
  },
});

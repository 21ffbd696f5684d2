import { byRow, defineKernel, floatOr, int, read, write } from './define.ts';
import { pairwiseSum } from './pairwise.ts';
import { softmaxRow } from './softmax.ts';

const classes = read(['m'], { element: 'int32' });

/**
 * Classes are numbers from 0. A row with a negative one has no target, as the padding of a short sequence: no loss, no
 * gradient, no hit (ignore_index of torch.nn.CrossEntropyLoss).
 */
export const hasTarget = (label: number) => label >= 0;

/** Limits a probability to [clip, 1 − clip] as NNFS does before it takes a logarithm. */
function clamp(p: number, clip: number, round: (x: number) => number): number {
  return Math.min(Math.max(p, round(clip)), round(1 - clip));
}

/**
 * Softmax and cross-entropy of each row from logits. `loss` is −log of the probability of the target class, with label
 * smoothing ε against (1−ε)·onehot + ε/n (Szegedy et al. 2016, as torch.nn.CrossEntropyLoss). With `clip` > 0 the
 * logarithm is taken of the clipped probability (NNFS ch. 5) instead of by log-sum-exp.
 */
export const softmaxCrossEntropy = defineKernel({
  name: 'softmaxCrossEntropy',
  formula: 'p = softmax(x);  loss[i] = −log p[i, target[i]]',
  args: {
    x: read(['m', 'n']),
    target: classes,
    p: write(['m', 'n']),
    loss: write(['m']),
    m: int,
    n: int,
    smoothing: floatOr(0),
    clip: floatOr(0),
  },
  parallel: byRow,
  flops: ({ m, n }) => 5 * m * n,
  reference(views, { x, target, p, loss, m, n, smoothing, clip }) {
    const { f, i: ints, round } = views;
    for (let i = 0; i < m; i++) {
      const row = x + i * n;
      const { max, total } = softmaxRow(views, row, p + i * n, n);
      const label = ints[target + i];
      if (!hasTarget(label)) {
        f[loss + i] = 0;
        continue;
      }
      const logTotal = round(Math.log(total));
      const minusLog = (j: number) =>
        clip > 0
          ? -round(Math.log(clamp(f[p + i * n + j], clip, round)))
          : round(logTotal - round(f[row + j] - max));
      let value = minusLog(label);
      if (smoothing > 0) {
        let all = 0;
        for (let j = 0; j < n; j++) all += minusLog(j);
        value = (1 - smoothing) * value + (smoothing / n) * all;
      }
      f[loss + i] = value;
    }
  },
});

/** Gradient of the mean of softmaxCrossEntropy over `count` rows with respect to the logits (NNFS ch. 9). */
export const softmaxCrossEntropyGrad = defineKernel({
  name: 'softmaxCrossEntropyGrad',
  formula: 'dx[i,j] = (p[i,j] − [j = target[i]]) / count',
  args: {
    p: read(['m', 'n']),
    target: classes,
    dx: write(['m', 'n']),
    m: int,
    n: int,
    count: int,
    smoothing: floatOr(0),
  },
  parallel: byRow,
  flops: ({ m, n }) => 2 * m * n,
  reference({ f, i: ints, round }, { p, target, dx, m, n, count, smoothing }) {
    const on = round(1 - smoothing + smoothing / n);
    const off = round(smoothing / n);
    for (let i = 0; i < m; i++) {
      const label = ints[target + i];
      if (!hasTarget(label)) {
        f.fill(0, dx + i * n, dx + (i + 1) * n);
        continue;
      }
      for (let j = 0; j < n; j++) {
        const wanted = j === label ? on : off;
        f[dx + i * n + j] = round(f[p + i * n + j] - wanted) / count;
      }
    }
  },
});

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
        const wanted = f[target + j] * (1 - smoothing) + smoothing / 2;
        f[p + j] = 1 / round(1 + round(Math.exp(-logit)));
        total += Math.max(logit, 0) - logit * wanted + Math.log1p(Math.exp(-Math.abs(logit)));
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
      const wanted = round(f[target + i] * (1 - smoothing) + smoothing / 2);
      f[dx + i] = round(round(f[p + i] - wanted) / n) / count;
    }
  },
});

/** Binary cross-entropy of probabilities, clipped to [clip, 1 − clip], mean over a row's outputs (NNFS ch. 16). */
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

/** Gradient of the mean of binaryCrossEntropy over `count` rows with respect to the probabilities (NNFS ch. 16). */
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

/** Squared error, mean over a row's outputs. */
export const squaredError = defineKernel({
  name: 'squaredError',
  formula: 'loss[i] = meanⱼ (x[i,j] − t[i,j])²',
  args: { x: read(['m', 'n']), target: read(['m', 'n']), loss: write(['m']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { x, target, loss, m, n }) {
    for (let i = 0; i < m; i++) {
      let total = 0;
      for (let j = i * n; j < (i + 1) * n; j++) {
        const difference = round(f[target + j] - f[x + j]);
        total = round(total + round(difference * difference));
      }
      f[loss + i] = total / n;
    }
  },
});

/** Gradient of the mean of squaredError over `count` rows (NNFS ch. 17). */
export const squaredErrorGrad = defineKernel({
  name: 'squaredErrorGrad',
  formula: 'dx[i,j] = −2·(t[i,j] − x[i,j]) / n / count',
  args: { x: read(['m', 'n']), target: read(['m', 'n']), dx: write(['m', 'n']), m: int, n: int, count: int },
  parallel: byRow,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { x, target, dx, m, n, count }) {
    for (let i = 0; i < m * n; i++) {
      f[dx + i] = round(round(-2 * round(f[target + i] - f[x + i])) / n) / count;
    }
  },
});

/** Absolute error, mean over a row's outputs. */
export const absoluteError = defineKernel({
  name: 'absoluteError',
  formula: 'loss[i] = meanⱼ |x[i,j] − t[i,j]|',
  args: { x: read(['m', 'n']), target: read(['m', 'n']), loss: write(['m']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { x, target, loss, m, n }) {
    for (let i = 0; i < m; i++) {
      let total = 0;
      for (let j = i * n; j < (i + 1) * n; j++)
        total = round(total + Math.abs(round(f[target + j] - f[x + j])));
      f[loss + i] = total / n;
    }
  },
});

/**
 * Gradient of the mean of absoluteError over `count` rows. The printed NNFS code has the sign the other way round (a
 * known erratum); this is the derivative.
 */
export const absoluteErrorGrad = defineKernel({
  name: 'absoluteErrorGrad',
  formula: 'dx[i,j] = sign(x[i,j] − t[i,j]) / n / count',
  args: { x: read(['m', 'n']), target: read(['m', 'n']), dx: write(['m', 'n']), m: int, n: int, count: int },
  parallel: byRow,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { x, target, dx, m, n, count }) {
    for (let i = 0; i < m * n; i++) f[dx + i] = round(Math.sign(f[x + i] - f[target + i]) / n) / count;
  },
});

/** Huber loss with threshold `delta`, mean over a row's outputs (Huber 1964; torch.nn.HuberLoss). */
export const huber = defineKernel({
  name: 'huber',
  formula: 'loss[i] = meanⱼ ½d² where |d| ≤ δ, else δ(|d| − ½δ);  d = x − t',
  args: {
    x: read(['m', 'n']),
    target: read(['m', 'n']),
    loss: write(['m']),
    m: int,
    n: int,
    delta: floatOr(1),
  },
  parallel: byRow,
  flops: ({ m, n }) => 4 * m * n,
  reference({ f, round }, { x, target, loss, m, n, delta }) {
    for (let i = 0; i < m; i++) {
      let total = 0;
      for (let j = i * n; j < (i + 1) * n; j++) {
        const distance = Math.abs(f[x + j] - f[target + j]);
        const value = distance <= delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta);
        total = round(total + round(value));
      }
      f[loss + i] = total / n;
    }
  },
});

/** Gradient of the mean of huber over `count` rows. */
export const huberGrad = defineKernel({
  name: 'huberGrad',
  formula: 'dx[i,j] = clamp(x[i,j] − t[i,j], −δ, δ) / n / count',
  args: {
    x: read(['m', 'n']),
    target: read(['m', 'n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
    count: int,
    delta: floatOr(1),
  },
  parallel: byRow,
  flops: ({ m, n }) => 4 * m * n,
  reference({ f, round }, { x, target, dx, m, n, count, delta }) {
    for (let i = 0; i < m * n; i++) {
      const clamped = Math.min(Math.max(f[x + i] - f[target + i], -delta), delta);
      f[dx + i] = round(round(clamped) / n) / count;
    }
  },
});

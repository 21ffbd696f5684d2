import { byRow, defineKernel, floatOr, int, read, write } from './define.ts';
import { clamp } from './clamp.ts';
import { softmaxRow } from './softmax.ts';

const classes = read(['m'], { element: 'int32' });

/**
 * Classes are numbers from 0. A row with a negative one has no target, as the padding of a short sequence: no
 * loss, no gradient, no hit (ignore_index of torch.nn.CrossEntropyLoss).
 */
const hasTarget = (label: number) => label >= 0;

/**
 * Softmax and cross-entropy of each row from logits. `loss` is −log of the probability of the target class,
 * with label smoothing ε against (1−ε)·onehot + ε/n (Szegedy et al. 2016, as torch.nn.CrossEntropyLoss). With
 * `clip` > 0 the logarithm is taken of the clipped probability (NNFS ch. 5) instead of by log-sum-exp.
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
        const share = j === label ? on : off;
        f[dx + i * n + j] = round(f[p + i * n + j] - share) / count;
      }
    }
  },
});

import { byRow, defineKernel, float, int, read, write } from './define.ts';

/** Probabilities count as at least this, so that the logarithm of 0 is finite. */
export const LEAST = 1e-12;

/** Scores of classes from their probabilities: what a softmax turns into probabilities at another temperature. */
export const logScores = defineKernel({
  name: 'logScores',
  formula: 'out = log(x) / T',
  args: { x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int, temperature: float },
  parallel: byRow,
  flops: ({ m, n }) => 2 * m * n,
  reference({ f, round }, { x, out, m, n, temperature }) {
    const t = round(temperature);
    for (let i = 0; i < m * n; i++) f[out + i] = round(Math.log(Math.max(f[x + i], LEAST))) / t;
  },
});

/** Gradient of logScores; nothing comes back through a probability of 0. */
export const logScoresGrad = defineKernel({
  name: 'logScoresGrad',
  formula: 'dx = dy / (T·x)',
  args: {
    x: read(['m', 'n']),
    dy: read(['m', 'n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
    temperature: float,
  },
  parallel: byRow,
  flops: ({ m, n }) => 2 * m * n,
  reference({ f, round }, { x, dy, dx, m, n, temperature }) {
    const t = round(temperature);
    for (let i = 0; i < m * n; i++) f[dx + i] = f[x + i] < LEAST ? 0 : f[dy + i] / round(t * f[x + i]);
  },
});

/** The score of the second of two classes from its probability: what a sigmoid turns into a probability again. */
export const logitScores = defineKernel({
  name: 'logitScores',
  formula: 'out = (log(x) − log(1 − x)) / T',
  args: { x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int, temperature: float },
  parallel: byRow,
  flops: ({ m, n }) => 5 * m * n,
  reference({ f, round }, { x, out, m, n, temperature }) {
    const t = round(temperature);
    for (let i = 0; i < m * n; i++) {
      const p = round(Math.log(Math.max(f[x + i], LEAST)));
      const q = round(Math.log(Math.max(round(1 - f[x + i]), LEAST)));
      f[out + i] = round(p - q) / t;
    }
  },
});

/** Gradient of logitScores. */
export const logitScoresGrad = defineKernel({
  name: 'logitScoresGrad',
  formula: 'dx = dy / (T·x·(1 − x))',
  args: {
    x: read(['m', 'n']),
    dy: read(['m', 'n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
    temperature: float,
  },
  parallel: byRow,
  flops: ({ m, n }) => 4 * m * n,
  reference({ f, round }, { x, dy, dx, m, n, temperature }) {
    const t = round(temperature);
    for (let i = 0; i < m * n; i++) {
      const p = f[x + i];
      const q = round(1 - p);
      f[dx + i] = p < LEAST || q < LEAST ? 0 : f[dy + i] / round(t * round(p * q));
    }
  },
});

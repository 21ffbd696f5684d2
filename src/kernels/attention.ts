import { byRow, defineKernel, int, read, scratch, write } from './define.ts';
import { softmaxRow } from './softmax.ts';

const lengths = read(['m'], { element: 'int32' });

/**
 * Scaled dot-product attention of every head (Vaswani et al. 2017). `qkv` holds queries, keys and values of
 * each time step side by side, n columns each, heads side by side in them. A step sees the steps that exist,
 * with `causal` 1 only those up to itself; a step that does not exist gives zeros.
 */
export const attention = defineKernel({
  name: 'attention',
  formula: 'p = softmax(q·kᵀ / √d);  out = p·v',
  args: {
    qkv: read(['m', 'time', 'g']),
    lengths,
    p: write(['m', 'heads', 'time', 'time']),
    out: write(['m', 'time', 'n']),
    m: int,
    time: int,
    g: int,
    n: int,
    heads: int,
    causal: int,
  },
  parallel: byRow,
  products: ({ m, time, n }) => 2 * m * time * time * n,
  flops: ({ m, time, n, heads }) => m * time * time * (4 * n + 10 * heads),
  reference(views, args) {
    const { f, i: ints, round } = views;
    const { qkv, p, out, m, time, g, n, heads, causal } = args;
    const d = n / heads;
    const scale = round(1 / Math.sqrt(d));
    f.fill(0, p, p + m * heads * time * time);
    f.fill(0, out, out + m * time * n);
    for (let i = 0; i < m; i++) {
      const length = ints[args.lengths + i];
      for (let head = 0; head < heads; head++) {
        const at = qkv + i * time * g + head * d;
        for (let t = 0; t < length; t++) {
          const seen = causal ? Math.min(length, t + 1) : length;
          const row = p + ((i * heads + head) * time + t) * time;
          for (let u = 0; u < seen; u++) {
            let sum = 0;
            for (let j = 0; j < d; j++) sum += f[at + t * g + j] * f[at + n + u * g + j];
            f[row + u] = round(sum) * scale;
          }
          softmaxRow(views, row, row, seen);
          for (let j = 0; j < d; j++) {
            let sum = 0;
            for (let u = 0; u < seen; u++) sum += f[row + u] * f[at + 2 * n + u * g + j];
            f[out + (i * time + t) * n + head * d + j] = sum;
          }
        }
      }
    }
  },
});

/**
 * Gradient of attention. Where `p` is 0, because a step was not seen or does not exist, nothing is passed on.
 */
export const attentionGrad = defineKernel({
  name: 'attentionGrad',
  formula: 'dv = pᵀ·dout;  ds = p ⊙ (dout·vᵀ − Σ p ⊙ (dout·vᵀ)) / √d;  dq = ds·k;  dk = dsᵀ·q',
  args: {
    qkv: read(['m', 'time', 'g']),
    p: read(['m', 'heads', 'time', 'time']),
    dout: read(['m', 'time', 'n']),
    /** Gradient of the scores; the heads take turns. */
    ds: scratch(['m', 'time', 'time']),
    dqkv: write(['m', 'time', 'g']),
    m: int,
    time: int,
    g: int,
    n: int,
    heads: int,
  },
  parallel: byRow,
  flops: ({ m, time, n, heads }) => m * time * time * (8 * n + 6 * heads),
  reference({ f, round }, { qkv, p, dout, ds, dqkv, m, time, g, n, heads }) {
    const d = n / heads;
    const scale = round(1 / Math.sqrt(d));
    const each = (visit: (t: number, j: number) => void, columns: number) => {
      for (let t = 0; t < time; t++) for (let j = 0; j < columns; j++) visit(t, j);
    };
    const sum = (length: number, term: (index: number) => number) => {
      let total = 0;
      for (let index = 0; index < length; index++) total += term(index);
      return round(total);
    };
    for (let i = 0; i < m; i++) {
      for (let head = 0; head < heads; head++) {
        const at = i * time * g + head * d;
        const [q, k, v] = [qkv + at, qkv + at + n, qkv + at + 2 * n];
        const share = p + (i * heads + head) * time * time;
        const from = dout + i * time * n + head * d;
        const score = ds + i * time * time;
        each((t, u) => {
          f[score + t * time + u] = sum(d, (j) => f[from + t * n + j] * f[v + u * g + j]);
        }, time);
        for (let t = 0; t < time; t++) {
          const row = t * time;
          const dot = sum(time, (u) => f[score + row + u] * f[share + row + u]);
          for (let u = row; u < row + time; u++)
            f[score + u] = round(f[share + u] * round(f[score + u] - dot)) * scale;
        }
        each((t, j) => {
          const to = dqkv + at + t * g + j;
          f[to] = sum(time, (u) => f[score + t * time + u] * f[k + u * g + j]);
          f[to + n] = sum(time, (u) => f[score + u * time + t] * f[q + u * g + j]);
          f[to + 2 * n] = sum(time, (u) => f[share + u * time + t] * f[from + u * n + j]);
        }, d);
      }
    }
  },
});

/** The steps that exist; zeros after them. */
export const maskSteps = defineKernel({
  name: 'maskSteps',
  formula: 'out[i,t] = x[i,t] if t < lengths[i] else 0',
  args: {
    x: read(['m', 'time', 'n']),
    lengths,
    out: write(['m', 'time', 'n']),
    m: int,
    time: int,
    n: int,
  },
  parallel: byRow,
  flops: ({ m, time, n }) => m * time * n,
  reference({ f, i: ints }, { x, lengths: counts, out, m, time, n }) {
    for (let i = 0; i < m; i++) {
      const [row, kept] = [i * time * n, ints[counts + i] * n];
      f.copyWithin(out + row, x + row, x + row + kept);
      f.fill(0, out + row + kept, out + row + time * n);
    }
  },
});

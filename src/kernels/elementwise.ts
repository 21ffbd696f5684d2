import { byElement, byRow, defineKernel, float, int, intOr, read, update, write } from './define.ts';

/** Copies rows, so that a layer may write into a part of a wider matrix. */
export const copy = defineKernel({
  name: 'copy',
  formula: 'out = x',
  args: {
    x: read(['m', 'n'], { stride: 'ldx' }),
    out: write(['m', 'n'], { stride: 'ldo' }),
    m: int,
    n: int,
    ldx: intOr('n'),
    ldo: intOr('n'),
  },
  parallel: byRow,
  flops: () => 0,
  reference({ f }, { x, out, m, n, ldx, ldo }) {
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) f[out + i * ldo + j] = f[x + i * ldx + j];
  },
});

/** The same number everywhere. */
export const fill = defineKernel({
  name: 'fill',
  formula: 'out = value',
  args: { out: write(['m', 'n']), m: int, n: int, value: float },
  parallel: byRow,
  flops: () => 0,
  reference({ f }, { out, m, n, value }) {
    f.fill(value, out, out + m * n);
  },
});

/** Element by element sum of two tensors. */
export const add = defineKernel({
  name: 'add',
  formula: 'out = a + b',
  args: { a: read(['m', 'n']), b: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f }, { a, b, out, m, n }) {
    for (let i = 0; i < m * n; i++) f[out + i] = f[a + i] + f[b + i];
  },
});

/** Element by element product: a dropout mask applied, forward and backward. */
export const multiply = defineKernel({
  name: 'multiply',
  formula: 'out = a ⊙ b',
  args: { a: read(['m', 'n']), b: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f }, { a, b, out, m, n }) {
    for (let i = 0; i < m * n; i++) f[out + i] = f[a + i] * f[b + i];
  },
});

/** Scales every row by its own factor, in place: sample and class weights. */
export const scaleRows = defineKernel({
  name: 'scaleRows',
  formula: 'x[i,j] *= s[i]',
  args: { x: update(['m', 'n']), s: read(['m']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f }, { x, s, m, n }) {
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) f[x + i * n + j] *= f[s + i];
  },
});

/** y += alpha·x over a segment: weight decay in PyTorch's SGD form, gradients that meet in one tensor. */
export const axpy = defineKernel({
  name: 'axpy',
  formula: 'y += α·x',
  args: { x: read(['n']), y: update(['n']), n: int, alpha: float },
  parallel: byElement,
  flops: ({ n }) => 2 * n,
  reference({ f, round }, { x, y, n, alpha }) {
    const scale = round(alpha);
    for (let i = 0; i < n; i++) f[y + i] += round(scale * f[x + i]);
  },
});

/** Adds the gradient of λ·Σ|w|. The derivative at 0 counts as +1, as in NNFS ch. 14. */
export const addL1Grad = defineKernel({
  name: 'addL1Grad',
  formula: 'g += λ·sign(w)',
  args: { w: read(['n']), g: update(['n']), n: int, lambda: float },
  parallel: byElement,
  flops: ({ n }) => n,
  reference({ f, round }, { w, g, n, lambda }) {
    const scale = round(lambda);
    for (let i = 0; i < n; i++) f[g + i] += f[w + i] < 0 ? -scale : scale;
  },
});

/** Adds the gradient of λ·Σw², which is 2λw (NNFS ch. 14; scikit-learn and PyTorch write λ/2·Σw² instead). */
export const addL2Grad = defineKernel({
  name: 'addL2Grad',
  formula: 'g += 2λ·w',
  args: { w: read(['n']), g: update(['n']), n: int, lambda: float },
  parallel: byElement,
  flops: ({ n }) => 2 * n,
  reference({ f, round }, { w, g, n, lambda }) {
    const scale = round(2 * lambda);
    for (let i = 0; i < n; i++) f[g + i] += round(scale * f[w + i]);
  },
});

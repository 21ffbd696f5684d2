import { byRow, defineKernel, floatOr, int, intOr, read, update, write } from './define.ts';
import { softmaxCrossEntropy, softmaxCrossEntropyGrad } from './crossEntropy.ts';
import { matmul, matmulTB } from './matmul.ts';
import { argmaxMatch } from './reduce.ts';

/**
 * What denseForward does after the product, in place: for products that a library computes. `act` is 1 for
 * relu, 0 for linear.
 */
export const biasActivation = defineKernel({
  name: 'biasActivation',
  formula: 'x = act(x + b)',
  args: {
    x: update(['m', 'n'], { stride: 'ldx' }),
    b: read(['n']),
    m: int,
    n: int,
    act: int,
    ldx: intOr('n'),
  },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, round }, { x, b, m, n, act, ldx }) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        const value = round(f[x + i * ldx + j] + f[b + j]);
        f[x + i * ldx + j] = act === 1 && value <= 0 ? 0 : value;
      }
    }
  },
});

/** What denseGradInput does after the product, in place. */
export const maskPositive = defineKernel({
  name: 'maskPositive',
  formula: 'dx = dx ⊙ [y > 0]',
  args: {
    y: read(['m', 'n'], { stride: 'ldy' }),
    dx: update(['m', 'n'], { stride: 'lddx' }),
    m: int,
    n: int,
    ldy: intOr('n'),
    lddx: intOr('n'),
  },
  parallel: byRow,
  flops: () => 0,
  reference({ f }, { y, dx, m, n, ldy, lddx }) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) if (!(f[y + i * ldy + j] > 0)) f[dx + i * lddx + j] = 0;
    }
  },
});

/**
 * Fully connected layer in one pass: matmul, addBias and, where `act` is 1, unary.relu, with the roundings of
 * the three.
 */
export const denseForward = defineKernel({
  name: 'denseForward',
  formula: 'out = act(x·W + b)',
  args: {
    x: read(['m', 'k'], { stride: 'ldx' }),
    w: read(['k', 'n']),
    b: read(['n']),
    out: write(['m', 'n'], { stride: 'ldo' }),
    m: int,
    k: int,
    n: int,
    act: int,
    ldx: intOr('k'),
    ldo: intOr('n'),
  },
  parallel: byRow,
  flops: ({ m, k, n }) => 2 * m * k * n + m * n,
  reference(views, { x, w, b, out, m, k, n, act, ldx, ldo }) {
    matmul.reference(views, { a: x, b: w, out, m, k, n, lda: ldx, ldb: n, ldo });
    biasActivation.reference(views, { x: out, b, m, n, act, ldx: ldo });
  },
});

/**
 * Gradient of a dense layer's input through the relu before it, whose output is `y`: matmulTB and
 * unaryGrad.relu.
 */
export const denseGradInput = defineKernel({
  name: 'denseGradInput',
  formula: 'dx = (dy·Wᵀ) ⊙ [y > 0]',
  args: {
    dy: read(['m', 'n'], { stride: 'lddy' }),
    w: read(['k', 'n']),
    y: read(['m', 'k'], { stride: 'ldy' }),
    dx: write(['m', 'k'], { stride: 'lddx' }),
    m: int,
    k: int,
    n: int,
    lddy: intOr('n'),
    ldy: intOr('k'),
    lddx: intOr('k'),
  },
  parallel: byRow,
  flops: ({ m, k, n }) => 2 * m * k * n,
  reference(views, { dy, w, y, dx, m, k, n, lddy, ldy, lddx }) {
    matmulTB.reference(views, { a: dy, b: w, out: dx, m, k, n, lda: lddy, ldb: n, ldo: lddx });
    maskPositive.reference(views, { y, dx, m, n: k, ldy, lddx });
  },
});

/**
 * What training with cross-entropy takes from each row of logits: probabilities, loss, gradient, and whether
 * it is correct.
 */
export const softmaxCrossEntropyStep = defineKernel({
  name: 'softmaxCrossEntropyStep',
  formula:
    'p = softmax(x);  loss[i] = −log p[i,t];  dx[i,j] = (p[i,j] − [j = t]) / count;  hit[i] = [argmax p = t]',
  args: {
    x: read(['m', 'n']),
    target: read(['m'], { element: 'int32' }),
    p: write(['m', 'n']),
    loss: write(['m']),
    dx: write(['m', 'n']),
    hit: write(['m']),
    m: int,
    n: int,
    count: int,
    smoothing: floatOr(0),
    clip: floatOr(0),
  },
  parallel: byRow,
  flops: ({ m, n }) => 8 * m * n,
  reference(views, args) {
    softmaxCrossEntropy.reference(views, args);
    softmaxCrossEntropyGrad.reference(views, args);
    argmaxMatch.reference(views, args);
  },
});

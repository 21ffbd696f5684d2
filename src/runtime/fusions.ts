import { relu } from '../activations/relu.ts';
import { conv2d, convForward } from '../kernels/conv.ts';
import { softmaxCrossEntropy, softmaxCrossEntropyGrad } from '../kernels/crossEntropy.ts';
import { denseForward, denseGradInput, softmaxCrossEntropyStep } from '../kernels/fused.ts';
import { addBias, matmul, matmulTB } from '../kernels/matmul.ts';
import { maxPool, maxPoolGrad, maxPoolReluGrad } from '../kernels/pool.ts';
import { argmaxMatch } from '../kernels/reduce.ts';
import { fusion } from '../plan/passes/fuse.ts';
import type { FusionRule } from '../plan/passes/fuse.ts';
import type { Handle } from '../plan/plan.ts';

const same = (a: Handle, b: Handle) => a.storage === b.storage;

/** Which calls become one, the longer chains first. */
export const fusions: readonly FusionRule[] = [
  // x·W, + b and relu: the values between them are not stored, so nobody else may read them.
  fusion({
    kernels: [matmul, addBias, relu.forward],
    into: denseForward,
    join([product, bias, act], { reads }) {
      const { a: x, b: w, out: y, m, k, n, lda: ldx, ldb, ldo } = product;
      const fits = bias.x === y && same(act.x, y) && reads(y) === 2 && ldb === n && ldo === n;
      return fits ? { x, w, b: bias.b, out: act.out, m, k, n, act: 1, ldx, ldo } : undefined;
    },
  }),
  fusion({
    kernels: [matmul, addBias],
    into: denseForward,
    join([{ a: x, b: w, out, m, k, n, lda: ldx, ldb, ldo }, bias]) {
      return bias.x === out && ldb === n ? { x, w, b: bias.b, out, m, k, n, act: 0, ldx, ldo } : undefined;
    },
  }),
  // dy·Wᵀ and the gradient of the relu before it.
  fusion({
    kernels: [matmulTB, relu.backward],
    into: denseGradInput,
    join([product, grad], { reads }) {
      const { a: dy, b: w, out, m, k, n, lda: lddy, ldb, ldo } = product;
      const fits = same(grad.dy, out) && reads(out) === 1 && ldb === n && ldo === k;
      return fits ? { dy, w, y: grad.s, dx: grad.dx, m, k, n, lddy, ldy: k, lddx: k } : undefined;
    },
  }),
  // A convolution with its bias and relu.
  fusion({
    kernels: [conv2d, addBias, relu.forward],
    into: convForward,
    join([conv, bias, act], { reads }) {
      const fits = same(bias.x, conv.out) && same(act.x, conv.out) && reads(conv.out) === 2;
      return fits ? { ...conv, b: bias.b, out: act.out, act: 1 } : undefined;
    },
  }),
  fusion({
    kernels: [conv2d, addBias],
    into: convForward,
    join: ([conv, bias]) => (same(bias.x, conv.out) ? { ...conv, b: bias.b, act: 0 } : undefined),
  }),
  // The gradient of a pooling and of the relu before it: what was pooled is positive where the relu let it
  // pass.
  fusion({
    kernels: [maxPoolGrad, relu.backward],
    into: maxPoolReluGrad,
    join([grad, act], { reads, writer }) {
      const pool = writer(maxPool, 'place', grad.place);
      if (!pool) return undefined;
      const fits = same(act.dy, grad.dx) && same(act.s, pool.x) && reads(grad.dx) === 1;
      return fits ? { ...grad, y: pool.out, dx: act.dx } : undefined;
    },
  }),
  // Softmax with cross-entropy, its gradient and the count of correct rows.
  fusion({
    kernels: [softmaxCrossEntropy, softmaxCrossEntropyGrad, argmaxMatch],
    into: softmaxCrossEntropyStep,
    apart: true,
    join([forward, grad, match]) {
      const { p, target } = forward;
      const fits = [grad, match].every((call) => call.p === p && call.target === target);
      return fits ? { ...forward, dx: grad.dx, hit: match.hit, count: grad.count } : undefined;
    },
  }),
];

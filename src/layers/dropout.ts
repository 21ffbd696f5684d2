import { dropoutMask, dropoutMaskOfShare } from '../kernels/dropout.ts';
import { multiply } from '../kernels/elementwise.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer, learns } from './define.ts';
import { means, number } from '../util/fields.ts';

/**
 * Inverted dropout: training sets a share of the elements to 0 and scales the others up; prediction changes
 * nothing.
 */
export const dropout = defineLayer({
  name: 'dropout',
  summary: 'sets a random share of the elements to 0 while training',
  formula: 'y = x·mask / (1 − rate) in training, y = x in inference',
  shapes: '(…) → (…)',
  source: 'Srivastava et al. 2014; NNFS ch. 15',
  example: 'nn train spiral --layers 2,64,relu,dropout:0.2,3',
  options: { rate: means('share of the elements set to 0', number({ min: 0, below: 1, fallback: 0.5 })) },
  positional: ['rate'],
  between: 'passage',
  infer({ rate }, [x], mode) {
    const m = x[0] ?? 1;
    const n = sizeOf(x) / m;
    const mask = { shape: [m, n], ...(mode === 'book' && { hostMask: { keep: 1 - rate } }) };
    return { output: x, alias: !learns(mode), sizes: { m, n }, saved: { mask } };
  },
  forward(plan, { options: { rate }, mode, x, y, mask, key, stream, dropoutShare: share, m, n }) {
    const drop = Math.round(rate * 2 ** 24);
    if (mode !== 'book' && share)
      plan.emit(dropoutMaskOfShare, { key, share, mask, m, n, two: 2, one: 1, stream, rate });
    else if (mode !== 'book')
      plan.emit(dropoutMask, { key, mask, m, n, two: 2, stream, drop, scale: 1 / (1 - rate) });
    plan.emit(multiply, { a: x, b: mask, out: y, m, n });
  },
  backward(plan, { dy, dx, mask, m, n }) {
    plan.emit(multiply, { a: dy, b: mask, out: dx, m, n });
  },
});

import { limit, limitGrad } from '../kernels/limit.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { means, number } from '../util/fields.ts';
import { defineLayer, learns } from './define.ts';

/** Answers stay within a range, such as that of the targets; while it trains nothing is changed. */
export const clamp = defineLayer({
  name: 'clamp',
  summary: 'answers stay between two numbers; training does not see it',
  formula: 'y = min(max(x, least), greatest) in inference, y = x in training',
  shapes: '(…) → (…)',
  source: 'Holzmueller et al. 2024 (RealMLP)',
  example: 'nn summary --layers 4,8,relu,1,clamp:-2:3',
  options: {
    least: means('the least answer; by the training targets', number()),
    greatest: means('the greatest answer; by the training targets', number()),
  },
  positional: ['least', 'greatest'],
  between: 'passage',
  infer(_, [x], mode) {
    const n = x.at(-1) ?? 1;
    return { output: x, alias: learns(mode), sizes: { m: sizeOf(x) / n, n } };
  },
  forward(plan, { options: { least, greatest }, x, y, m, n }) {
    plan.emit(limit, { x, out: y, m, n, least, greatest });
  },
  backward(plan, { options: { least, greatest }, x, dy, dx, m, n }) {
    plan.emit(limitGrad, { x, dy, dx, m, n, least, greatest });
  },
});

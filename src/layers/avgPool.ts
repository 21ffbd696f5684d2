import { spread, sumPool } from '../kernels/pool.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import { defineLayer } from './define.ts';
import { inferGlobal, inferPool, poolGeometry, poolOptions } from './pooling.ts';
import type { PoolGeometry } from './pooling.ts';

type Tensors = Readonly<Record<'x' | 'y' | 'dx' | 'dy', Handle>>;

function forward(plan: PlanBuilder, { x, y, ...sizes }: Tensors & PoolGeometry): void {
  plan.emit(sumPool, { x, out: y, ...poolGeometry(sizes), divisor: sizes.kh * sizes.kw });
}

function backward(plan: PlanBuilder, { dy, dx, ...sizes }: Tensors & PoolGeometry): void {
  plan.emit(spread, { dy, dx, ...poolGeometry(sizes), divisor: sizes.kh * sizes.kw });
}

/** The mean of each window; zeros around the image count, as in PyTorch. */
export const avgPool = defineLayer({
  name: 'avgpool',
  aliases: ['avg-pool', 'average-pool'],
  summary: 'the mean of each window of an image or a sequence',
  formula: 'y[i, j, c] = mean of x[i·s + a, j·s + b, c] over the window',
  shapes: '(h, w, c) → (h/stride, w/stride, c)',
  source: 'torch.nn.AvgPool2d and AvgPool1d',
  example: 'nn train nn:digits.csv --image 8x8x1 --layers 8x8x1,conv:16:3:same,relu,avgpool:2,flatten,10',
  options: poolOptions,
  positional: ['size', 'stride'],
  between: 'passage',
  infer: (o, [x]) => inferPool(o, x),
  forward: (plan, c) => forward(plan, c),
  backward: (plan, c) => backward(plan, c),
});

/** The mean of each channel. */
export const globalAvgPool = defineLayer({
  name: 'global-avg-pool',
  aliases: ['global-avgpool', 'global-average-pool', 'gap'],
  summary: 'the mean of each channel',
  formula: 'y[c] = mean of x[i, j, c] over all i, j',
  shapes: '(h, w, c) → (c);  (time, c) → (c)',
  source: 'Lin et al. 2013; torch.nn.AdaptiveAvgPool2d(1)',
  example: 'nn train nn:digits.csv --image 8x8x1 --layers 8x8x1,conv:32:3,relu,global-avg-pool,10',
  options: {},
  between: 'passage',
  infer: (_, [x]) => inferGlobal(x),
  forward: (plan, c) => forward(plan, c),
  backward: (plan, c) => backward(plan, c),
});

import { maxPool as pool, maxPoolGrad } from '../kernels/pool.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import { defineLayer } from './define.ts';
import { inferGlobal, inferPool, poolGeometry, poolOptions } from './pooling.ts';
import type { PoolGeometry } from './pooling.ts';

type Tensors = Readonly<Record<'x' | 'y' | 'dx' | 'dy' | 'place', Handle>>;

function forward(plan: PlanBuilder, { x, y, place, ...sizes }: Tensors & PoolGeometry): void {
  plan.emit(pool, { x, out: y, place, ...poolGeometry(sizes) });
}

function backward(plan: PlanBuilder, { dy, dx, place, ...sizes }: Tensors & PoolGeometry): void {
  plan.emit(maxPoolGrad, { dy, place, dx, ...poolGeometry(sizes) });
}

const saved = (output: readonly number[]) => ({ place: { shape: output, element: 'int32' as const } });

/** The largest element of each window. Windows lie side by side unless a stride is given. */
export const maxPool = defineLayer({
  name: 'maxpool',
  aliases: ['max-pool'],
  summary: 'the largest element of each window of an image or a sequence',
  formula: 'y[i, j, c] = max of x[i·s + a, j·s + b, c] over the window',
  shapes: '(h, w, c) → (h/stride, w/stride, c)',
  source: 'torch.nn.MaxPool2d and MaxPool1d',
  example: 'nn train nn:digits.csv --image 8x8x1 --layers 8x8x1,conv:16:3:same,relu,maxpool:2,flatten,10',
  options: poolOptions,
  positional: ['size', 'stride'],
  between: 'passage',
  infer(o, [x]) {
    const { output, sizes } = inferPool(o, x);
    return { output, sizes, saved: saved(output) };
  },
  forward: (plan, c) => forward(plan, c),
  backward: (plan, c) => backward(plan, c),
});

/** The largest element of each channel. */
export const globalMaxPool = defineLayer({
  name: 'global-max-pool',
  aliases: ['global-maxpool'],
  summary: 'the largest element of each channel',
  formula: 'y[c] = max of x[i, j, c] over all i, j',
  shapes: '(h, w, c) → (c);  (time, c) → (c)',
  source: 'torch.nn.AdaptiveMaxPool2d(1)',
  example: 'nn train nn:digits.csv --image 8x8x1 --layers 8x8x1,conv:32:3,relu,global-max-pool,10',
  options: {},
  between: 'passage',
  infer(_, [x]) {
    const { output, sizes } = inferGlobal(x);
    return { output, sizes, saved: saved(output) };
  },
  forward: (plan, c) => forward(plan, c),
  backward: (plan, c) => backward(plan, c),
});

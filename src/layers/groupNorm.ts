import { usageError } from '../errors.ts';
import { groupNorm as normalise, groupNormGrad, groupNormGradGain } from '../kernels/groupNorm.ts';
import { sumRows } from '../kernels/matmul.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { commonDivisors } from '../util/divisors.ts';
import { defineLayer } from './define.ts';
import { count, means, number } from '../util/fields.ts';

/**
 * Each image's channels in groups with mean 0 and variance 1, whatever else is in the batch; then a scale and
 * a shift.
 */
export const groupNorm = defineLayer({
  name: 'groupnorm',
  aliases: ['group-norm'],
  summary: "each group of a sample's channels with mean 0 and variance 1, then a learned scale and shift",
  formula: 'y = gain·(x − mean) / √(variance + ε) + bias, over a group of a sample',
  shapes: '(…, c) → (…, c)',
  parameters: '2·c',
  source: 'Wu and He 2018; torch.nn.GroupNorm',
  example: 'nn train nn:digits.csv --image 8x8x1 --layers 8x8x1,conv:16:3,groupnorm:4,relu,flatten,10',
  options: {
    groups: means('into how many groups the channels are divided', count()),
    epsilon: means('added to the variance', number({ above: 0, fallback: 1e-5 })),
  },
  positional: ['groups'],
  between: 'normalisation',
  infer({ groups }, [x]) {
    const [m, c] = [x[0], x.at(-1) ?? 1];
    if (c % groups !== 0)
      throw usageError(`${groups} groups do not divide ${c} channels`, {
        hint: `groups may be ${commonDivisors(c).join(', ')}`,
      });
    return {
      output: x,
      params: {
        gain: { shape: [c], init: 'ones', disk: 'weight' },
        bias: { shape: [c], init: 'zeros', disk: 'bias' },
      },
      sizes: { m, p: sizeOf(x) / (m * c), c },
      saved: { mean: { shape: [m, groups] }, rstd: { shape: [m, groups] } },
    };
  },
  forward(plan, { options: { groups, epsilon }, x, y, gain, bias, mean, rstd, m, p, c }) {
    plan.emit(normalise, { x, gain, bias, out: y, mean, rstd, m, p, c, groups, epsilon });
  },
  backward(plan, { options: { groups }, x, dy, dx, gain, dgain, dbias, mean, rstd, m, p, c }) {
    const rows = m * p;
    plan.emit(groupNormGradGain, { x, dy, mean, rstd, dgain, rows, n: c, m, groups, size: c / groups });
    plan.emit(sumRows, { x: dy, out: dbias, m: rows, n: c });
    plan.emit(groupNormGrad, { x, dy, gain, mean, rstd, dx, m, p, c, groups });
  },
});

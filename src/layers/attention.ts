import { usageError } from '../errors.ts';
import { attention as attend, attentionGrad, maskSteps } from '../kernels/attention.ts';
import { addBias, matmul, matmulTA, matmulTB, sumRows } from '../kernels/matmul.ts';
import { sequenceLengths } from '../kernels/recurrence.ts';
import { defineLayer } from './define.ts';
import { count, flag, means } from '../util/fields.ts';
import { sequenceShape } from './shapes.ts';

/**
 * Multi-head self-attention: q, k, v = x·Wi + bi;  each head mixes the values of all time steps by
 * softmax(q·kᵀ/√d); y = heads·Wo + bo.  x, y [batch×time×n], Wi [n×3n], Wo [n×n]. With `causal` a step sees
 * itself and those before.
 */
export const attention = defineLayer({
  name: 'attention',
  aliases: ['self-attention'],
  summary: 'multi-head self-attention: every time step looks at every other',
  formula: 'q, k, v = x·Wi + bi;  y = softmax(q·kᵀ / √(n/heads))·v·Wo + bo',
  shapes: '(time, n) → (time, n)',
  parameters: '4·n·(n + 1)',
  source: 'Vaswani et al. 2017; torch.nn.MultiheadAttention',
  example: 'nn train sine --window 12 --layers 12x2,dense:16,attention:4,flatten,1',
  options: {
    heads: means('how many ways of looking, side by side', count(1)),
    causal: means('a step sees itself and the steps before it', flag(false)),
    masked: means('steps of zeros at the end are padding', flag(false)),
  },
  positional: ['heads'],
  infer({ heads }, [x]) {
    const [m, time, n] = sequenceShape('attention', x);
    if (n % heads !== 0) {
      const fitting = Array.from({ length: n }, (_, i) => i + 1).filter((divisor) => n % divisor === 0);
      throw usageError(`layer "attention" cannot divide ${n} features between ${heads} heads`, {
        hint: `${n} can be divided by ${fitting.join(', ')}`,
      });
    }
    const weight = { init: 'weight', fanIn: n, fanOut: n, feeds: 'linear', transposed: true } as const;
    return {
      output: x,
      params: {
        Wi: { ...weight, shape: [n, 3 * n], disk: 'in_proj_weight' },
        bi: { shape: [3 * n], init: 'zeros', disk: 'in_proj_bias' },
        Wo: { ...weight, shape: [n, n], disk: 'out_proj.weight' },
        bo: { shape: [n], init: 'zeros', disk: 'out_proj.bias' },
      },
      sizes: { m, time, n, g: 3 * n },
      saved: {
        qkv: { shape: [m, time, 3 * n] },
        p: { shape: [m, heads, time, time] },
        mixed: { shape: [m, time, n] },
        lengths: { shape: [m], element: 'int32' },
      },
    };
  },
  forward(plan, { options, x, y, Wi, bi, Wo, bo, qkv, p, mixed, lengths, m, time, n, g }) {
    const { heads } = options;
    const [all, causal, masked] = [m * time, Number(options.causal), Number(options.masked)];
    plan.emit(sequenceLengths, { x, lengths, m, time, n, masked });
    plan.emit(matmul, { a: x, b: Wi, out: qkv, m: all, k: n, n: g });
    plan.emit(addBias, { x: qkv, b: bi, m: all, n: g });
    plan.emit(attend, { qkv, lengths, p, out: mixed, m, time, g, n, heads, causal });
    const out = masked ? plan.tensor(`${y.name} with padding`, y.shape) : y;
    plan.emit(matmul, { a: mixed, b: Wo, out, m: all, k: n, n });
    plan.emit(addBias, { x: out, b: bo, m: all, n });
    if (masked) plan.emit(maskSteps, { x: out, lengths, out: y, m, time, n });
  },
  backward(plan, { options, x, dy, dx, Wi, Wo, dWi, dbi, dWo, dbo, qkv, p, mixed, lengths, m, time, n, g }) {
    const { heads, masked } = options;
    const all = m * time;
    const dout = masked ? plan.tensor(`${dy.name} without padding`, dy.shape) : dy;
    if (masked) plan.emit(maskSteps, { x: dy, lengths, out: dout, m, time, n });
    const dmixed = plan.tensor('dmixed', mixed.shape);
    const dqkv = plan.tensor('dqkv', qkv.shape);
    const ds = plan.tensor('ds', [m, time, time]);
    plan.emit(matmulTA, { a: mixed, b: dout, out: dWo, m: all, k: n, n });
    plan.emit(sumRows, { x: dout, out: dbo, m: all, n });
    plan.emit(matmulTB, { a: dout, b: Wo, out: dmixed, m: all, k: n, n });
    plan.emit(attentionGrad, { qkv, p, dout: dmixed, ds, dqkv, m, time, g, n, heads });
    plan.emit(matmulTA, { a: x, b: dqkv, out: dWi, m: all, k: n, n: g });
    plan.emit(sumRows, { x: dqkv, out: dbi, m: all, n: g });
    plan.emit(matmulTB, { a: dqkv, b: Wi, out: dx, m: all, k: n, n: g });
  },
});

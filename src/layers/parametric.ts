import { activations } from '../activations/index.ts';
import { usageError } from '../errors.ts';
import { blend, blendGrad, blendGradShare, scaleColumns } from '../kernels/columns.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Field } from '../util/fields.ts';
import { defineLayer } from './define.ts';

const functionName: Field<string> = {
  expects: 'the name of an activation',
  meaning: 'which function',
  read: (value) => (typeof value === 'string' ? activations.get(value).name : undefined),
};

/**
 * An activation of which each unit learns how much it wants: y = x + α·(f(x) − x), from the line at α = 0 to f
 * at α = 1, where it begins.
 */
export const parametric = defineLayer({
  name: 'parametric',
  summary: 'an activation that each unit blends with the line, by a learned share',
  formula: 'y = x + α ⊙ (f(x) − x)',
  shapes: '(…, n) → (…, n)',
  parameters: 'n',
  source: 'Holzmueller et al. 2024 (RealMLP); He et al. 2015 (PReLU)',
  example: 'nn train spiral --layers 2,64,parametric:selu,3',
  options: { function: functionName },
  positional: ['function'],
  infer(_, [x]) {
    const n = x.at(-1) ?? 1;
    const m = sizeOf(x) / n;
    return {
      output: x,
      params: { a: { shape: [n], init: 'ones', disk: 'alpha' } },
      sizes: { m, n },
      saved: { h: { shape: [m, n] } },
    };
  },
  forward(plan, { options, x, y, a, h, m, n }) {
    const { forward, alpha } = activations.get(options.function);
    plan.emitAny(forward, { x, out: h, m, n, ...(alpha !== undefined && { alpha }) });
    plan.emit(blend, { x, h, a, out: y, m, n });
  },
  backward(plan, { options, x, h, a, dy, dx, da, m, n }) {
    const { name, backward, uses, alpha, derivative } = activations.get(options.function);
    if (!backward)
      throw usageError(`activation "${name}" cannot be trained: its derivative is ${derivative}`);
    const [share, through] = ['share of f', 'gradient through f'].map((label) => plan.tensor(label, [m, n]));
    plan.emit(blendGradShare, { x, h, dy, da, m, n }); // dα = Σ dy ⊙ (f(x) − x)
    plan.emit(scaleColumns, { x: dy, s: a, out: share, m, n });
    plan.emitAny(backward, {
      ...{ s: uses === 'input' ? x : h, dy: share, dx: through, m, n },
      ...(alpha !== undefined && { alpha }),
    });
    plan.emit(blendGrad, { dy, through, a, dx, m, n }); // dx = (1 − α) ⊙ dy + α ⊙ dy ⊙ f′(x)
  },
});

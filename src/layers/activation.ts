import { activations } from '../activations/index.ts';
import type { Activation } from '../activations/define.ts';
import { usageError } from '../errors.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';
import type { Shape } from './define.ts';
import type { Field } from '../util/fields.ts';
import { means, number } from '../util/fields.ts';

const functionName: Field<string> = {
  expects: 'the name of an activation',
  meaning: 'which function; its name alone says the same: relu',
  read: (value) => (typeof value === 'string' ? activations.get(value).name : undefined),
};

function sizesOf(x: Shape) {
  const n = x.at(-1) ?? 1;
  return { m: sizeOf(x) / n, n };
}

function parameters(activation: Activation, alpha: number) {
  return activation.alpha === undefined ? {} : { alpha: Number.isNaN(alpha) ? activation.alpha : alpha };
}

/** Any function of src/activations as a layer of its own: y = f(x), row by row over the last axis. */
export const activation = defineLayer({
  name: 'activation',
  summary: 'an activation function; `relu`, `tanh`, … stand for it in layer strings',
  formula: 'y = f(x)',
  shapes: '(…) → (…)',
  source: 'NNFS ch. 4',
  example: 'nn train spiral --layers 2,64,elu:0.5,3',
  options: {
    function: functionName,
    alpha: means('α of its formula; by the function unless given', { ...number(), fallback: Number.NaN }),
  },
  positional: ['function', 'alpha'],
  infer({ function: name, alpha }, [x]) {
    if (!Number.isNaN(alpha) && activations.get(name).alpha === undefined)
      throw usageError(`activation "${name}" has no parameter`);
    return { output: x, sizes: sizesOf(x) };
  },
  forward(plan, { options, x, y, m, n }) {
    const f = activations.get(options.function);
    plan.emitAny(f.forward, { x, out: y, m, n, ...parameters(f, options.alpha) });
  },
  backward(plan, { options, x, y, dy, dx, m, n }) {
    const f = activations.get(options.function);
    if (!f.backward) {
      throw usageError(`activation "${f.name}" cannot be trained: its derivative is ${f.derivative}`, {
        hint: 'every gradient behind it would be 0; use sigmoid, its smooth form, or relu',
      });
    }
    const s = f.uses === 'input' ? x : y;
    plan.emitAny(f.backward, { s, dy, dx, m, n, ...parameters(f, options.alpha) });
  },
});

import { EXACT, withNumbers, tables, benchTables } from './define.ts';
import type { Tolerance, KernelCases } from './define.ts';

/** An activation or its gradient over everything a float can be. */
const unary = (tolerance: Tolerance, alpha?: number): KernelCases => ({
  tolerance,
  sizes: withNumbers([...tables, { m: 40, n: 101 }], alpha === undefined ? {} : { alpha }),
  bench: withNumbers(benchTables, alpha === undefined ? {} : { alpha }),
  fill: { x: 'wide', s: 'wide' },
});

const ofOutput = (tolerance: Tolerance, alpha?: number): KernelCases => ({
  ...unary(tolerance, alpha),
  fill: { s: 'probability' },
});

/** Activations and their gradients. */
export const unaryCases: Readonly<Record<string, KernelCases>> = {
  'unary.linear': unary(EXACT),
  'unary.step': unary(EXACT),
  'unary.relu': unary(EXACT),
  'unary.leaky-relu': unary(EXACT, 0.01),
  'unary.elu': unary({ ulps: 2 }, 1),
  'unary.selu': unary({ ulps: 3 }),
  'unary.gelu': unary({ ulps: 3, scale: 2 ** -126 }),
  'unary.gelu-tanh': unary({ ulps: 2, scale: 2 ** -126 }),
  'unary.silu': unary({ ulps: 3 }),
  'unary.mish': unary({ ulps: 8, scale: 2 ** -100 }),
  'unary.softplus': unary({ ulps: 3 }),
  'unary.sigmoid': unary({ ulps: 3 }),
  'unary.hard-sigmoid': unary(EXACT),
  'unary.tanh': unary({ ulps: 3 }),
  'unaryGrad.linear': unary(EXACT),
  'unaryGrad.relu': unary(EXACT),
  'unaryGrad.leaky-relu': unary(EXACT, 0.01),
  'unaryGrad.elu': unary({ ulps: 3 }, 1),
  'unaryGrad.selu': unary({ ulps: 3 }),
  'unaryGrad.gelu': unary({ ulps: 8, scale: 0.1 }),
  'unaryGrad.gelu-tanh': unary({ ulps: 4, scale: 0.1 }),
  'unaryGrad.silu': unary({ ulps: 8, scale: 1 }),
  'unaryGrad.mish': unary({ ulps: 8, scale: 1 }),
  'unaryGrad.softplus': unary({ ulps: 4, scale: 1e-30 }),
  'unaryGrad.sigmoid': ofOutput(EXACT),
  'unaryGrad.hard-sigmoid': unary(EXACT),
  'unaryGrad.tanh': ofOutput(EXACT),
};

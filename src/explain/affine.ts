import { float64Of } from '../tensor/numbers.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { LayerNode, NetworkSpec } from '../network/spec.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** A linear function with a constant, y[j] = Σᵢ x[i]·factors[i·outputs + j] + constants[j]. */
export interface Affine {
  readonly factors: Float64Array;
  readonly constants: Float64Array;
  readonly outputs: number;
  /** What is applied to it at the end. */
  readonly end: 'linear' | 'sigmoid' | 'softmax';
}

/** Layers that change no number when a model is used. */
const passing = new Set(['dropout', 'flatten']);

type Weights = ReadonlyMap<string, Tensor>;

/** What a dense layer computes of its inputs; undefined for other layers. */
function denseOf({ name, type }: LayerNode, weights: Weights): Omit<Affine, 'end'> | undefined {
  const W = weights.get(`${name}.weight`);
  if ((type !== 'dense' && type !== 'sparse') || W?.shape.length !== 2) return undefined;
  const [, outputs] = W.shape;
  const b = weights.get(`${name}.bias`);
  return {
    factors: float64Of(W.data),
    constants: b ? float64Of(b.data) : new Float64Array(outputs),
    outputs,
  };
}

/** One after the other: (x·A + a)·B + b. */
function composed(first: Omit<Affine, 'end'>, then: Omit<Affine, 'end'>): Omit<Affine, 'end'> {
  const [k, n] = [first.outputs, then.outputs];
  const times = (rows: Float64Array, start: Float64Array | undefined) => {
    const out = new Float64Array((rows.length / k) * n);
    for (let r = 0; r < rows.length / k; r++)
      for (let j = 0; j < n; j++) {
        let sum = start?.[j] ?? 0;
        for (let i = 0; i < k; i++) sum += rows[r * k + i] * then.factors[i * n + j];
        out[r * n + j] = sum;
      }
    return out;
  };
  return {
    factors: times(first.factors, undefined),
    constants: times(first.constants, then.constants),
    outputs: n,
  };
}

/**
 * What a chain of dense layers computes when nothing between them bends it, as one linear function; undefined
 * for other networks.
 */
export function affineOf(spec: NetworkSpec, weights: Weights): Affine | undefined {
  let found: Omit<Affine, 'end'> | undefined;
  let end: Affine['end'] = 'linear';
  let before = 'input';
  for (const node of spec.layers) {
    if (node.inputs.length !== 1 || node.inputs[0] !== before || end !== 'linear') return undefined;
    before = node.name;
    if (passing.has(node.type)) continue;
    if (node.type === 'activation') {
      const name = String(node.options.function);
      if (name === 'linear') continue;
      if (!found || (name !== 'sigmoid' && name !== 'softmax')) return undefined;
      end = name;
      continue;
    }
    const layer = denseOf(node, weights);
    if (!layer) return undefined;
    found = found ? composed(found, layer) : layer;
  }
  if (!found || found.factors.length !== sizeOf(spec.input) * found.outputs) return undefined;
  return { ...found, end };
}

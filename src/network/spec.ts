import type { Shape } from '../layers/define.ts';

/** Penalties on a layer's parameters, in the form of NNFS, λ₁Σ|w| + λ₂Σw², and a bound. */
export interface Penalty {
  /** λ₁ of the weights. */
  readonly l1: number;
  /** λ₂ of the weights. */
  readonly l2: number;
  /** λ₁ of the biases. */
  readonly biasL1: number;
  /** λ₂ of the biases. */
  readonly biasL2: number;
  /** Greatest norm of the weights that lead to one unit; 0: none. */
  readonly maxNorm: number;
}

export const noPenalty: Penalty = { l1: 0, l2: 0, biasL1: 0, biasL2: 0, maxNorm: 0 };

/** One layer of a network and where its inputs come from. */
export interface LayerNode {
  /** Unique; parameters are named after it: `dense1.weight`. */
  readonly name: string;
  /** Name of a layer type: `dense`. */
  readonly type: string;
  /** Options of the type: `{ units: 64 }`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of layers, or `input`. */
  readonly inputs: readonly string[];
  /** Penalties on its parameters, instead of those of the run. */
  readonly penalty?: Partial<Penalty>;
}

/** A network: a graph of layers in an order in which they can run; the last one is the output. Plain JSON. */
export interface NetworkSpec {
  /** Shape of one sample. */
  readonly input: Shape;
  /** In order; the last one is the output. */
  readonly layers: readonly LayerNode[];
}

import type { Shape } from '../layers/define.ts';

/** Penalties on a layer's parameters, in the form of NNFS, λ₁Σ|w| + λ₂Σw², and a bound. */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
  readonly biasL1: number;
  readonly biasL2: number;
  /** Greatest norm of the weights that lead to one unit; 0: none. */
  readonly maxNorm: number;
}

export const noPenalty: Penalty = { l1: 0, l2: 0, biasL1: 0, biasL2: 0, maxNorm: 0 };

/** One layer of a network and where its inputs come from. */
export interface LayerNode {
  /** Unique; parameters are named after it: `dense1.weight`. */
  readonly name: string;
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of layers, or `input`. */
  readonly inputs: readonly string[];
  readonly penalty?: Partial<Penalty>;
}

/** A network: a graph of layers in an order in which they can run; the last one is the output. Plain JSON. */
export interface NetworkSpec {
  /** Shape of one sample. */
  readonly input: Shape;
  readonly layers: readonly LayerNode[];
}

import type { Tensor } from '../tensor/tensor.ts';
import type { RandomSnapshot } from '../util/random.ts';

/** Everything that the rest of a GAN's training depends on, between two epochs. */
export interface GanState {
  readonly epochs: number;
  /** Updates of each network so far. */
  readonly steps: { readonly generator: number; readonly discriminator: number };
  readonly random: RandomSnapshot;
  /** Order of the real samples. */
  readonly order: Int32Array;
  /** Mean of the generator's weights over training. */
  readonly mean: Float32Array | Float64Array;
  /** Parameters, states and moments of each network by name. */
  readonly generator: ReadonlyMap<string, Tensor>;
  readonly discriminator: ReadonlyMap<string, Tensor>;
}

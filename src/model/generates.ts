/** What a generator's outputs are; kept in its model file. */
export interface Generates {
  /** Standard normal numbers that a sample is made of. */
  readonly latent: number;
  /** Outputs in order: `value = output·scale + mean`. */
  readonly columns: readonly { readonly name: string; readonly mean: number; readonly scale: number }[];
  /** Height, width and channels, where the outputs are pixels. */
  readonly shape?: readonly number[];
  /** Pixels are whole numbers, as those that were learned from. */
  readonly whole?: boolean;
  /** Classes that a sample can be conditioned on: further inputs, one-hot. */
  readonly target?: { readonly name: string; readonly classes: readonly string[] };
}

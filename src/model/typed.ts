import type { Model } from './define.ts';

/**
 * Whether the numbers of a network were given by somebody rather than trained or drawn, or it has none: then it computes in float64,
 * as NumPy does with the numbers of a script.
 */
export const isTyped = ({ training, weights }: Pick<Model, 'training' | 'weights'>): boolean =>
  training === undefined && [...weights.values()].every(({ dtype }) => dtype === 'float64');

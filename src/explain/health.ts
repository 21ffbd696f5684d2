import type { LayerHealth } from './diagnosis/define.ts';

/**
 * Within how much of its ends a bounded activation counts as flat: its gradient is at most 2 to 4 % of the
 * greatest there.
 */
const flat: Readonly<Record<string, (y: number) => boolean>> = {
  tanh: (y) => Math.abs(y) > 0.99,
  sigmoid: (y) => y < 0.01 || y > 0.99,
  'hard-sigmoid': (y) => y <= 0 || y >= 1,
};

/** Activations that are exactly 0 on one side. */
const half = new Set(['relu', 'step']);

/**
 * What a hidden layer's outputs say about its units.
 *
 * @param outputs row-major [rows × units], after the activation
 */
export function layerHealth(
  name: string,
  activation: string,
  outputs: ArrayLike<number>,
  units: number,
): LayerHealth {
  const isFlat = flat[activation];
  const alive = new Uint8Array(units);
  let saturated = 0;
  for (let i = 0; i < outputs.length; i++) {
    const value = outputs[i];
    if (value !== 0) alive[i % units] = 1;
    if (isFlat?.(value)) saturated++;
  }
  return {
    name,
    activation,
    units,
    dead: half.has(activation) ? alive.filter((lives) => lives === 0).length : 0,
    saturated: outputs.length > 0 ? saturated / outputs.length : 0,
  };
}

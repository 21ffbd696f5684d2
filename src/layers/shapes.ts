import { usageError } from '../errors.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Shape } from './define.ts';

/**
 * Batch, time steps and features of a sequence.
 * @throws {NnError} a usage error that says how the input would fit
 */
export function sequenceShape(layer: string, x: Shape): readonly [m: number, time: number, features: number] {
  const [m, time, features] = x;
  if (x.length === 3) return [m, time, features];
  const size = sizeOf(x.slice(1));
  throw usageError(
    `layer "${layer}" needs a sequence, time steps × features; its input is ${x.slice(1).join('x')}`,
    {
      hint: `begin the layers with ${size}x1 for steps of one feature, or put sequence behind the layer before`,
    },
  );
}

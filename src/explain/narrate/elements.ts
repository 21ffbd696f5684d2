import { chosenUnits } from '../write.ts';
import type { Detail } from '../write.ts';

/** A parameter, where its values do not matter. */
interface Shaped {
  readonly key: string;
  readonly shape: readonly number[];
}

/** An element of a parameter as it is written: `W[0,1]`, in the axes of the layer's formula. */
export function elementName({ key, shape }: Shaped, index: number): string {
  const places: number[] = [];
  let rest = index;
  for (const extent of shape.toReversed()) {
    places.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return `${key}[${places.join(',')}]`;
}

/**
 * Elements of a parameter that are shown: a corner of a matrix, or what leads to one unit, else the first
 * ones.
 */
export function corner({ shape }: Shaped, detail: Detail): number[] {
  if (shape.length !== 2)
    return chosenUnits(
      shape.reduce((all, n) => all * n, 1),
      detail,
    );
  const [k, n] = shape;
  return chosenUnits(n, detail).flatMap((j) =>
    Array.from({ length: Math.min(detail.units, k) }, (_, i) => i * n + j),
  );
}

import { inputError } from '../../errors.ts';
import { dotRule } from '../../tensor/dot.ts';
import type { Misaligned } from '../../tensor/dot.ts';
import { scalarToString } from '../../tensor/print.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { symbolAt } from '../../tensor/symbols.ts';
import type { SymbolArray } from '../../tensor/symbols.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** One side of a product, with its elements as texts. */
export interface Factor {
  readonly shape: readonly number[];
  readonly textAt: (i: number) => string;
}

export const factorOf = ({ shape, data, dtype }: Tensor): Factor => ({
  shape,
  textAt: (i) => scalarToString(data[i], dtype),
});

export const symbolicFactorOf = (array: SymbolArray): Factor => ({
  shape: array.places.shape,
  textAt: (i) => symbolAt(array, i),
});

/** NumPy's error line, the term that has no partner, and every change that makes the shapes fit. */
export function misaligned(a: Factor, b: Factor, { message, axisB }: Misaligned): Error {
  const lengthA = a.shape.at(-1) ?? 1;
  const lengthB = b.shape[axisB];
  const shorter = Math.min(lengthA, lengthB);
  const strideB = sizeOf(b.shape.slice(axisB + 1));
  const left = lengthA > shorter ? a.textAt(shorter) : '?';
  const right = lengthB > shorter ? b.textAt(shorter * strideB) : '?';
  const fixes = [
    { how: '--transpose b', a: a.shape, b: b.shape.toReversed() },
    { how: '--transpose a', a: a.shape.toReversed(), b: b.shape },
    { how: 'the arguments the other way round', a: b.shape, b: a.shape },
  ].flatMap(({ how, a: first, b: second }) => {
    const rule = dotRule(first, second);
    if ('message' in rule || (how.startsWith('--') && first.length < 2 && second.length < 2)) return [];
    return [`${how} gives shape ${shapeToString(rule.shape)}`];
  });
  const explain = `each sum would pair ${lengthA} numbers of a with ${lengthB} of b: term ${shorter + 1} is ${left} * ${right}`;
  return inputError(`${message}\n${explain}`, {
    ownLines: true,
    hint:
      fixes.length > 0
        ? fixes.join('; ')
        : 'the last axis of a must be as long as the second-to-last of b (or its only one)',
  });
}

import { dot, dotRule } from '../../dot.ts';
import { matmul } from '../../matmul.ts';
import { sizeOf } from '../../tensor.ts';
import type { Tensor } from '../../tensor.ts';
import { checkRoom } from '../../create.ts';
import { inputError } from '../../../errors.ts';
import { define } from '../define.ts';
import type { NumpyFunction } from '../define.ts';

/** Products of two numbers that are added up in one text at most. */
const MOST = 2 ** 31;

/** @throws NnError('input') where the sums would take too long */
export function checkWork(shape: readonly number[], terms: number): void {
  checkRoom(shape, 'float64');
  if (sizeOf(shape) * terms > MOST)
    throw inputError(
      `found a product of ${sizeOf(shape) * terms} multiplications, expected at most ${MOST}`,
      {
        hint: 'nn dot a.npy b.npy takes larger ones',
      },
    );
}

/** numpy.dot. @throws NnError('input') in NumPy's words */
export function dotProduct(a: Tensor, b: Tensor): Tensor {
  const rule = dotRule(a.shape, b.shape);
  if ('message' in rule) {
    throw inputError(rule.message, {
      hint: 'the last axis of the first must be as long as the second-to-last of the other; .T turns a matrix',
    });
  }
  checkWork(rule.shape, rule.terms);
  return dot(a, b, rule);
}

/** numpy.matmul, of a size that is done at once. @throws NnError('input') in NumPy's words */
export function matrixProduct(a: Tensor, b: Tensor): Tensor {
  checkWork([sizeOf(a.shape), b.shape.at(-1) ?? 1], 1);
  return matmul(a, b);
}

function outer(a: Tensor, b: Tensor): Tensor {
  const column = { ...a, shape: [a.data.length, 1] };
  return dotProduct(column, { ...b, shape: [1, b.data.length] });
}

const product = (name: string, of: (a: Tensor, b: Tensor) => Tensor): NumpyFunction =>
  define(name, 'a b', (args) =>
    args.session.cursor.located(args.at, () => args.array(of(args.tensor('a'), args.tensor('b')))),
  );

/** Products of arrays. */
export const products: readonly NumpyFunction[] = [
  product('dot', dotProduct),
  product('matmul', matrixProduct),
  product('outer', outer),
];

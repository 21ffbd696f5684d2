import { inputError } from '../errors.ts';
import { broadcastShapes, eachPair } from './broadcast.ts';
import { dot, dotRule } from './dot.ts';
import { storeElements } from './store.ts';
import { sizeOf } from './tensor.ts';
import type { Element, Tensor } from './tensor.ts';

const SIGNATURE = 'gufunc signature (n?,k),(k,m?)->(n?,m?)';

function checkFit(a: Tensor, b: Tensor): void {
  [a, b].forEach(({ shape }, i) => {
    if (shape.length > 0) return;
    const core = SIGNATURE.replace('signature', 'core with signature');
    throw inputError(
      `matmul: Input operand ${i} does not have enough dimensions (has 0, ${core} requires 1)`,
      { hint: 'a single number is multiplied with *' },
    );
  });
  const last = a.shape.at(-1) ?? 0;
  const first = b.shape[Math.max(0, b.shape.length - 2)];
  if (last === first) return;
  throw inputError(
    `matmul: Input operand 1 has a mismatch in its core dimension 0, with ${SIGNATURE} (size ${first} is different from ${last})`,
    {
      hint: 'the last axis of the first must be as long as the second-to-last of the other; .T turns a matrix',
    },
  );
}

const matrixAt = ({ shape, dtype, data }: Tensor, at: number): Tensor => {
  const own = shape.slice(-2);
  const size = sizeOf(own);
  return { shape: own, dtype, data: data.subarray(at * size, (at + 1) * size) };
};

/**
 * numpy.matmul: the product of matrices, of each pair of them where there are further axes.
 *
 * @throws NnError('input') in NumPy's words
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkFit(a, b);
  const pair = (left: Tensor, right: Tensor) => {
    const rule = dotRule(left.shape, right.shape);
    if ('message' in rule) throw inputError(rule.message);
    return dot(left, right, rule);
  };
  if (a.shape.length <= 2 && b.shape.length <= 2) return pair(a, b);
  const left = a.shape.length === 1 ? { ...a, shape: [1, ...a.shape] } : a;
  const right = b.shape.length === 1 ? { ...b, shape: [...b.shape, 1] } : b;
  const [outerA, outerB] = [left.shape.slice(0, -2), right.shape.slice(0, -2)];
  const outer = broadcastShapes(outerA, outerB);
  const parts: Tensor[] = [];
  eachPair(outer, outerA, outerB, (_, atA, atB) =>
    parts.push(pair(matrixAt(left, atA), matrixAt(right, atB))),
  );
  const rows = a.shape.length === 1 ? [] : left.shape.slice(-2, -1);
  const columns = b.shape.length === 1 ? [] : right.shape.slice(-1);
  const elements = parts.flatMap(({ data }) => Array.from<Element>(data));
  const dtype = parts[0]?.dtype ?? a.dtype;
  return storeElements(elements, dtype, [...outer, ...rows, ...columns]);
}

import { denseForward, denseGradInput } from '../kernels/fused.ts';
import { tensorsByRole } from './plan.ts';
import type { Plan, Step, Storage } from './plan.ts';

/** How many steps read each storage. */
function readersOf(plan: Plan): Map<Storage, number> {
  const readers = new Map<Storage, number>();
  const count = (storage: Storage) => readers.set(storage, (readers.get(storage) ?? 0) + 1);
  for (const step of plan.steps) {
    for (const storage of new Set(tensorsByRole(step, true).map((handle) => handle.storage))) count(storage);
  }
  for (const { storage } of plan.outputs) count(storage);
  return readers;
}

/** x·W, + b and relu as one call; the values between them are not stored. */
function fuseForward(
  product: Step,
  bias: Step | undefined,
  relu: Step | undefined,
  readers: Map<Storage, number>,
) {
  const y = product.tensors.out;
  const { m, k, n, lda, ldb, ldo } = product.numbers;
  if (bias?.kernel.name !== 'addBias' || bias.tensors.x !== y || ldb !== n) return undefined;
  const reads = readers.get(y.storage) ?? 0;
  const activated =
    relu?.kernel.name === 'unary.relu' && relu.tensors.x.storage === y.storage && reads === 2 && ldo === n;
  const tensors = {
    x: product.tensors.a,
    w: product.tensors.b,
    b: bias.tensors.b,
    out: activated ? relu.tensors.out : y,
  };
  const numbers = { m, k, n, act: activated ? 1 : 0, ldx: lda, ldo };
  return { step: { ...product, kernel: denseForward, tensors, numbers }, used: activated ? 3 : 2 };
}

/** dy·Wᵀ and the gradient of the relu in front of it as one call. */
function fuseBackward(product: Step, grad: Step | undefined, readers: Map<Storage, number>) {
  const dx = product.tensors.out;
  const { m, k, n, lda, ldb, ldo } = product.numbers;
  const fits = grad?.kernel.name === 'unaryGrad.relu' && grad.tensors.dy.storage === dx.storage;
  if (!fits || readers.get(dx.storage) !== 1 || ldb !== n || ldo !== k) return undefined;
  const tensors = { dy: product.tensors.a, w: product.tensors.b, y: grad.tensors.s, dx: grad.tensors.dx };
  const numbers = { m, k, n, lddy: lda, ldy: k, lddx: k };
  return { step: { ...product, kernel: denseGradInput, tensors, numbers }, used: 2 };
}

/**
 * Joins neighbouring steps into kernels that do their work in one pass over memory. The results keep every bit of the
 * separate steps; only values that nobody else reads are no longer stored.
 */
export function fuse(plan: Plan): Plan {
  const readers = readersOf(plan);
  const steps: Step[] = [];
  for (let i = 0; i < plan.steps.length;) {
    const step = plan.steps[i];
    const [next, afterNext] = plan.steps.slice(i + 1, i + 3);
    const fused =
      step.kernel.name === 'matmul'
        ? fuseForward(step, next, afterNext, readers)
        : step.kernel.name === 'matmulTB'
          ? fuseBackward(step, next, readers)
          : undefined;
    steps.push(fused?.step ?? step);
    i += fused?.used ?? 1;
  }
  return { ...plan, steps };
}

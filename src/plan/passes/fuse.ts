import { convForward } from '../../kernels/conv.ts';
import { maxPoolReluGrad } from '../../kernels/pool.ts';
import { denseForward, denseGradInput, softmaxCrossEntropyStep } from '../../kernels/fused.ts';
import { tensorsByRole } from '../plan.ts';
import type { Handle, Plan, Step, Storage } from '../plan.ts';

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

/** A convolution with its bias and relu as one call. */
function fuseConvolution(
  conv: Step,
  bias: Step | undefined,
  relu: Step | undefined,
  readers: Map<Storage, number>,
) {
  const y = conv.tensors.out;
  if (bias?.kernel.name !== 'addBias' || bias.tensors.x.storage !== y.storage) return undefined;
  const activated =
    relu?.kernel.name === 'unary.relu' &&
    relu.tensors.x.storage === y.storage &&
    readers.get(y.storage) === 2;
  const { x, filter } = conv.tensors;
  const tensors = { x, filter, b: bias.tensors.b, out: activated ? relu.tensors.out : y };
  const numbers = { ...conv.numbers, act: activated ? 1 : 0 };
  return { step: { ...conv, kernel: convForward, tensors, numbers }, used: activated ? 3 : 2 };
}

/** The gradient of a pooling and of the relu in front of it as one call. */
function fusePooling(
  grad: Step,
  relu: Step | undefined,
  before: readonly Step[],
  readers: Map<Storage, number>,
) {
  const { dy, place, dx } = grad.tensors;
  const pool = before.find(({ kernel, tensors }) => kernel.name === 'maxPool' && tensors.place === place);
  const fits =
    relu?.kernel.name === 'unaryGrad.relu' &&
    relu.tensors.dy.storage === dx.storage &&
    relu.tensors.s.storage === pool?.tensors.x.storage &&
    readers.get(dx.storage) === 1;
  if (!fits || !pool) return undefined;
  const tensors = { y: pool.tensors.out, dy, place, dx: relu.tensors.dx };
  return { step: { ...grad, kernel: maxPoolReluGrad, tensors }, used: 2 };
}

const writes = (step: Step, { storage }: Handle) =>
  tensorsByRole(step, false).some((handle) => handle.storage === storage);
const touches = (step: Step, { storage }: Handle) =>
  Object.values(step.tensors).some((handle) => handle.storage === storage);

/** Index of the step of this kernel on the loss's probabilities that may as well run right behind the loss. */
function follower(steps: readonly Step[], at: number, kernel: string, out: string): number | undefined {
  const { p, target } = steps[at].tensors;
  for (let i = at + 1; i < steps.length; i++) {
    const step = steps[i];
    if (step.kernel.name === kernel && step.tensors.p === p && step.tensors.target === target) {
      const result = step.tensors[out];
      return steps.slice(at + 1, i).some((between) => touches(between, result)) ? undefined : i;
    }
    if (writes(step, p) || writes(step, target)) return undefined;
  }
  return undefined;
}

/** Softmax with cross-entropy, its gradient and the count of hits as one call. */
function fuseLoss(steps: readonly Step[], at: number) {
  const gradient = follower(steps, at, 'softmaxCrossEntropyGrad', 'dx');
  const match = follower(steps, at, 'argmaxMatch', 'hit');
  if (gradient === undefined || match === undefined) return undefined;
  const { x, target, p, loss } = steps[at].tensors;
  const tensors = { x, target, p, loss, dx: steps[gradient].tensors.dx, hit: steps[match].tensors.hit };
  const numbers = { ...steps[at].numbers, count: steps[gradient].numbers.count };
  const step: Step = { ...steps[at], kernel: softmaxCrossEntropyStep, tensors, numbers };
  return { step, used: 1, absorbed: [gradient, match] };
}

/**
 * Joins steps into kernels that do their work in one pass over memory. The results keep every bit of the separate steps;
 * only values that nobody else reads are no longer stored.
 */
export function fuse(plan: Plan): Plan {
  const readers = readersOf(plan);
  const steps: Step[] = [];
  const absorbed = new Set<number>();
  for (let i = 0; i < plan.steps.length;) {
    const step = plan.steps[i];
    const [next, afterNext] = plan.steps.slice(i + 1, i + 3);
    const { name } = step.kernel;
    const joined = name === 'softmaxCrossEntropy' ? fuseLoss(plan.steps, i) : undefined;
    const fused =
      name === 'matmul'
        ? fuseForward(step, next, afterNext, readers)
        : name === 'matmulTB'
          ? fuseBackward(step, next, readers)
          : name === 'conv2d'
            ? fuseConvolution(step, next, afterNext, readers)
            : name === 'maxPoolGrad'
              ? fusePooling(step, next, steps, readers)
              : joined;
    for (const index of joined?.absorbed ?? []) absorbed.add(index);
    if (!absorbed.has(i)) steps.push(fused?.step ?? step);
    i += fused?.used ?? 1;
  }
  return { ...plan, steps };
}

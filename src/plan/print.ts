import type { Plan } from './plan.ts';

/** One step as texts: which layer does what, with which tensors, at what cost. */
export interface PrintedStep {
  readonly layer: string;
  readonly pass: string;
  readonly kernel: string;
  /** `a dense1.weight [4×64]`, one per tensor, in the order of the kernel's arguments. */
  readonly tensors: readonly string[];
  readonly formula: string;
  readonly flops: number;
}

/** A plan as a program to read. */
export function printPlan(plan: Plan): PrintedStep[] {
  return plan.steps.map(({ kernel, tensors, numbers, layer, pass }) => ({
    layer,
    pass,
    kernel: kernel.name,
    tensors: Object.entries(tensors).map(
      ([name, { name: label, shape }]) => `${name}: ${label} [${shape.join('×')}]`,
    ),
    formula: kernel.formula,
    flops: kernel.flops({ ...numbers }),
  }));
}

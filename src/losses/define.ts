import { byRow, defineKernel, floatOr, int, read, write } from '../kernels/define.ts';
import type { AnyKernel } from '../kernels/define.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';

type Round = (x: number) => number;

/** Tensors and numbers a loss works with. Rows m, outputs n. */
export interface LossContext {
  /** What the network gives [m×n]: logits when the loss folds the output activation in, else its output. */
  readonly x: Handle;
  /** Classes: int32 [m]; values: float [m×n]. */
  readonly target: Handle;
  /** Probabilities [m×n] for losses that fold an activation in; otherwise the same tensor as x. */
  readonly p: Handle;
  /** Loss of each row [m]. */
  readonly loss: Handle;
  /** Gradient of the mean over the rows by x [m×n]. */
  readonly dx: Handle;
  readonly m: number;
  readonly n: number;
  readonly smoothing: number;
  /** Huber's threshold. */
  readonly delta: number;
  /** Probabilities are clipped before the logarithm as NNFS does; 0: the default of the loss. */
  readonly clip: number;
}

/** A loss: what training, help and tables know about it. */
export interface Loss {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** As a book prints it. */
  readonly formula: string;
  /** The paper or chapter, and PyTorch's name. */
  readonly source: string;
  /** A command that trains with it. */
  readonly example: string;
  readonly target: 'classes' | 'values';
  /** Loss of one output, where the loss of a row is the mean over its outputs. */
  readonly ofOutput?: (prediction: number, target: number) => number;
  /** Chosen by --nnfs instead of the loss of its name. */
  readonly book?: true;
  /** The output activation that this loss computes itself, from logits. */
  readonly folds?: 'softmax' | 'sigmoid';
  /** The value of each row. Arguments are named as in `LossContext`; `scratch` is [m×n]. */
  readonly forward: AnyKernel;
  /** The gradient of the mean over `count` rows; arguments are named as in `LossContext`. */
  readonly backward: AnyKernel;
}

/** Emits the forward or backward kernel of a loss, which takes what it needs by name. */
export function emitLossKernel(plan: PlanBuilder, kernel: AnyKernel, context: LossContext): void {
  const { m, n, clip } = context;
  plan.emitAny(kernel, {
    ...context,
    count: m,
    clip: clip > 0 ? clip : undefined,
    ...('scratch' in kernel.args && { scratch: plan.tensor('log terms', [m, n]) }),
  });
}

interface Elementwise extends Omit<Loss, 'target' | 'folds' | 'forward' | 'backward' | 'ofOutput'> {
  /** Name of its kernel in WebAssembly; that of the gradient ends in `Grad`. */
  readonly kernel: string;
  /** The one number it depends on, by its name in `LossContext`, and its default. */
  readonly parameter?: { readonly name: 'delta'; readonly fallback: number };
  /** The derivative by x, as a book prints it. */
  readonly derivative: string;
  /** Floating-point operations of one element. */
  readonly flops: number;
  /** Value at output x and target t; `r` rounds each step to the working precision. */
  readonly f: (x: number, t: number, r: Round, parameter: number) => number;
  /** Derivative of f by x. */
  readonly df: (x: number, t: number, r: Round, parameter: number) => number;
}

/**
 * A loss that is the mean over a row's outputs of a function of output and target: its kernels are made from
 * the function and its derivative.
 */
export function defineLoss(spec: Elementwise): Loss {
  const { kernel, parameter, formula, derivative, flops: perElement } = spec;
  const tensors = { x: read(['m', 'n']), target: read(['m', 'n']) };
  const extra = parameter && { [parameter.name]: floatOr(parameter.fallback) };
  const flops = ({ m, n }: { m: number; n: number }) => perElement * m * n;
  const numberOf = (args: Readonly<Record<string, number>>) => (parameter ? args[parameter.name] : 0);
  const forward = defineKernel({
    name: kernel,
    formula: `loss[i] = ${formula}`,
    args: { ...tensors, loss: write(['m']), m: int, n: int, ...extra },
    parallel: byRow,
    flops,
    reference({ f, round }, args) {
      const { x, target, loss, m, n } = args;
      const number = numberOf(args);
      for (let i = 0; i < m; i++) {
        let total = 0;
        for (let j = i * n; j < (i + 1) * n; j++)
          total = round(total + spec.f(f[x + j], f[target + j], round, number));
        f[loss + i] = total / n;
      }
    },
  });
  const backward = defineKernel({
    name: `${kernel}Grad`,
    formula: `dx[i,j] = (${derivative}) / n / count`,
    args: { ...tensors, dx: write(['m', 'n']), m: int, n: int, count: int, ...extra },
    parallel: byRow,
    flops,
    reference({ f, round }, args) {
      const { x, target, dx, m, n, count } = args;
      const number = numberOf(args);
      for (let i = 0; i < m * n; i++)
        f[dx + i] = round(spec.df(f[x + i], f[target + i], round, number) / n) / count;
    },
  });
  const { name, aliases, summary, source, example } = spec;
  return {
    name,
    ...(aliases && { aliases }),
    summary,
    formula,
    source,
    example,
    target: 'values',
    ofOutput: (prediction, target) => spec.f(prediction, target, (x) => x, parameter?.fallback ?? 0),
    forward,
    backward,
  };
}

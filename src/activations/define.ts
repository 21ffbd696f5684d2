import { byRow, defineKernel, floatOr, int, read, write } from '../kernels/define.ts';
import type { AnyKernel } from '../kernels/define.ts';

type Round = (x: number) => number;
type Derivative = (dy: number, s: number, r: Round, alpha: number) => number;

/**
 * An activation function: what networks, help, tables of derivatives and the gradient check know about it.
 */
export interface Activation {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** What it is, in one line. */
  readonly summary: string;
  /** As a book prints it. */
  readonly formula: string;
  /** The derivative, or why there is none. */
  readonly derivative: string;
  /** The paper or chapter. */
  readonly source: string;
  /** A command that shows it, where training with it as --activation does not. */
  readonly example?: string;
  /**
   * Which of its two tensors the gradient needs; when it is the output, the input's memory is free after
   * forward.
   */
  readonly uses: 'input' | 'output';
  /** How weights that feed it are drawn when --init is auto. */
  readonly init: 'he' | 'glorot' | 'lecun';
  /** Default of its one parameter, where it has one. */
  readonly alpha?: number;
  /** Where it, or its derivative, is not continuous. */
  readonly kinks?: readonly number[];
  /** x, out, m, n; elementwise kernels take alpha too. */
  readonly forward: AnyKernel;
  /**
   * s (input or output, see `uses`), dy, dx, m, n; elementwise kernels take alpha too. Absent: the function
   * has no useful gradient.
   */
  readonly backward?: AnyKernel;
}

interface Elementwise extends Omit<Activation, 'uses' | 'init' | 'forward' | 'backward'> {
  readonly uses?: Activation['uses'];
  readonly init?: Activation['init'];
  /** Value at x; `r` rounds each step to the working precision. */
  readonly f: (x: number, r: Round, alpha: number) => number;
  /** dy times the derivative; `s` is the input or the output, as `uses` says. */
  readonly df?: Derivative;
}

/** `unary.NAME`: the function of every element of x [m×n]. */
const forwardOf = ({ name, formula, alpha = 0, f: value }: Elementwise) =>
  defineKernel({
    name: `unary.${name}`,
    formula: `out = ${formula}`,
    args: { x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int, alpha: floatOr(alpha) },
    parallel: byRow,
    flops: ({ m, n }) => m * n,
    reference({ f, round }, { x, out, m, n, alpha: a }) {
      for (let i = 0; i < m * n; i++) f[out + i] = value(f[x + i], round, a);
    },
  });

/** `unaryGrad.NAME`: its gradient from that of the output and from s, the input or the output. */
const backwardOf = ({ name, derivative, alpha = 0 }: Elementwise, df: Derivative) =>
  defineKernel({
    name: `unaryGrad.${name}`,
    formula: `dx = dy · (${derivative})`,
    args: {
      s: read(['m', 'n']),
      dy: read(['m', 'n']),
      dx: write(['m', 'n']),
      m: int,
      n: int,
      alpha: floatOr(alpha),
    },
    parallel: byRow,
    flops: ({ m, n }) => 2 * m * n,
    reference({ f, round }, { s, dy, dx, m, n, alpha: a }) {
      for (let i = 0; i < m * n; i++) f[dx + i] = df(f[dy + i], f[s + i], round, a);
    },
  });

/** An activation of each element alone. */
export interface Unary extends Activation {
  readonly forward: ReturnType<typeof forwardOf>;
}
/** One that has a gradient. */
export interface Differentiable extends Unary {
  readonly backward: ReturnType<typeof backwardOf>;
}

/**
 * An activation that acts on each element alone: its two kernels, `unary.NAME` and `unaryGrad.NAME`, are made
 * from the value and the derivative.
 */
export function defineActivation(spec: Elementwise & { readonly df: Derivative }): Differentiable;
export function defineActivation(spec: Elementwise): Unary;
export function defineActivation(spec: Elementwise): Unary {
  const { f: _, df, uses = 'output', init = 'glorot', ...facts } = spec;
  return { ...facts, uses, init, forward: forwardOf(spec), ...(df && { backward: backwardOf(spec, df) }) };
}

import { byRow, defineKernel, floatOr, int, read, write } from '../kernels/define.ts';
import type { AnyKernel } from '../kernels/define.ts';

type Round = (x: number) => number;

/** An activation function: what networks, help, tables of derivatives and the gradient check know about it. */
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
  /** Which of its two tensors the gradient needs; when it is the output, the input's memory is free after forward. */
  readonly uses: 'input' | 'output';
  /** How weights that feed it are drawn when --init is auto. */
  readonly init: 'he' | 'glorot' | 'lecun';
  /** Default of its one parameter, where it has one. */
  readonly alpha?: number;
  /** x, out, m, n; elementwise kernels take alpha too. */
  readonly forward: AnyKernel;
  /** s (input or output, see `uses`), dy, dx, m, n; elementwise kernels take alpha too. Absent: the function has no useful gradient. */
  readonly backward?: AnyKernel;
}

interface Elementwise {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly formula: string;
  readonly derivative: string;
  readonly source: string;
  readonly example?: string;
  readonly uses?: 'input' | 'output';
  readonly init?: Activation['init'];
  readonly alpha?: number;
  /** Value at x; `r` rounds each step to the working precision. */
  f(x: number, r: Round, alpha: number): number;
  /** dy times the derivative; `s` is the input or the output, as `uses` says. */
  readonly df?: (dy: number, s: number, r: Round, alpha: number) => number;
}

/**
 * An activation that acts on each element alone: its two kernels, `unary.NAME` and `unaryGrad.NAME`, are made from the
 * value and the derivative.
 */
export function defineActivation(spec: Elementwise): Activation {
  const { name, formula, derivative, alpha = 0, df } = spec;
  const uses = spec.uses ?? 'output';
  const forward = defineKernel({
    name: `unary.${name}`,
    formula: `out = ${formula}`,
    args: { x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int, alpha: floatOr(alpha) },
    parallel: byRow,
    flops: ({ m, n }) => m * n,
    reference({ f, round }, { x, out, m, n, alpha: a }) {
      for (let i = 0; i < m * n; i++) f[out + i] = spec.f(f[x + i], round, a);
    },
  });
  const backward = df
    ? defineKernel({
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
      })
    : undefined;
  return {
    name,
    summary: spec.summary,
    formula,
    derivative,
    source: spec.source,
    uses,
    init: spec.init ?? 'glorot',
    forward,
    ...(backward && { backward }),
    ...(spec.aliases && { aliases: spec.aliases }),
    ...(spec.example !== undefined && { example: spec.example }),
    ...(spec.alpha !== undefined && { alpha: spec.alpha }),
  };
}

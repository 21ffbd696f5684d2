import { copy } from '../kernels/elementwise.ts';
import { addBias, matmul, matmulTA, matmulTB, sumRows } from '../kernels/matmul.ts';
import { view } from '../plan/builder.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import type { Fields } from '../util/fields.ts';

/** What one direction of a recurrent layer works on. */
export interface Direction {
  readonly x: Handle;
  readonly y: Handle;
  readonly dy: Handle;
  readonly dx: Handle;
  /** W of the input [k×g] and of the state [h×g], their biases [g], and the gradients. */
  readonly Wi: Handle;
  readonly Wh: Handle;
  readonly bi: Handle;
  readonly bh: Handle;
  readonly dWi: Handle;
  readonly dWh: Handle;
  readonly dbi: Handle;
  readonly dbh: Handle;
  /** [m×time×g], and [m×time×h] twice: the state before each step, and what the cell keeps beside it. */
  readonly gates: Handle;
  readonly start: Handle;
  readonly kept: Handle;
  /** Rows, time steps, features, units, and columns of the gates. */
  readonly m: number;
  readonly time: number;
  readonly k: number;
  readonly h: number;
  readonly g: number;
  /** What every recurrent kernel takes, forward and backward. */
  readonly loop: Loop;
  /** What the forward kernels take of the state that they begin and end with. */
  readonly carry: { readonly memory: Handle; readonly carried: number };
  /** Elements from one step of the output to the next. */
  readonly ld: number;
}

export interface Loop {
  readonly lengths: Handle;
  readonly room: Handle;
  readonly m: number;
  readonly time: number;
  readonly h: number;
  readonly g: number;
  readonly r: number;
  /** Steps of the output. */
  readonly steps: number;
  /** 1: from the last step to the first. */
  readonly reverse: number;
}

/** A recurrent cell: what one direction computes from step to step. */
export interface Cell<O> {
  readonly name: string;
  readonly summary: string;
  readonly formula: string;
  /** How many weights one direction has. */
  readonly parameters: string;
  readonly source: string;
  readonly example: string;
  /** Options beside those of every recurrent layer. */
  readonly options: Fields<O>;
  readonly gates: number;
  /** Vectors that are carried from one step to the next: the state, and a cell where there is one. */
  readonly states: number;
  /** What the biases of the input are at first, one number per gate; 0 where absent. */
  readonly bias?: readonly number[];
  /** Emits y, the gates and the states from x, in one direction. */
  forward(plan: PlanBuilder, c: Direction & { readonly options: O }): void;
  /** Emits dx and the gradients of the parameters. */
  backward(plan: PlanBuilder, c: Direction & { readonly options: O }): void;
}

/** The gates' shares of the input, for all time steps at once: gates = x·Wi + bi. */
export function emitInputShare(plan: PlanBuilder, { x, Wi, bi, gates, m, time, k, g }: Direction): void {
  plan.emit(matmul, { a: x, b: Wi, out: gates, m: m * time, k, n: g });
  plan.emit(addBias, { x: gates, b: bi, m: m * time, n: g });
}

/**
 * Columns `at`…`at + n` of the gates whose share of the state has its gradient in `of`, rows of `columns`.
 */
interface StatePart {
  readonly of: Handle;
  readonly columns: number;
  readonly n: number;
  readonly at: number;
}

/**
 * What follows from the gradients of the gates: dWi, dbi and dx by the input's share, dWh and dbh by the
 * state's.
 */
export function emitGradients(plan: PlanBuilder, c: Direction, parts: readonly StatePart[]): void {
  const { x, Wi, gates, start, dx, dWi, dWh, dbi, dbh, time, k, h, g } = c;
  const m = c.m * time;
  plan.emit(matmulTA, { a: x, b: gates, out: dWi, m, k, n: g });
  plan.emit(sumRows, { x: gates, out: dbi, m, n: g });
  for (const { of, columns, n, at } of parts) {
    const out = view(dWh, at, [h * g - at]);
    plan.emit(matmulTA, { a: start, b: of, out, m, k: h, n, ldb: columns, ldo: g });
    const db = view(dbh, at, [n]);
    if (of === gates) plan.emit(copy, { x: view(dbi, at, [n]), out: db, m: 1, n });
    else plan.emit(sumRows, { x: of, out: db, m, n, ldx: columns });
  }
  plan.emit(matmulTB, { a: gates, b: Wi, out: dx, m, k, n: g });
}

import type { NumberColumn } from '../table.ts';
import type { Expression, Node } from './expression.ts';

/** Values of columns by name. */
export type Values = ReadonlyMap<string, NumberColumn['values']>;

/**
 * Computes rows [from, to), or those of `rows`, and returns them from 0 on; what is returned holds until the
 * next call.
 */
export type Evaluator = (rows: Int32Array | undefined, from: number, to: number) => Float64Array;

/**
 * An expression ready to be computed over blocks of at most `block` rows: one pass over the block for each of
 * its parts, so that nothing is decided row by row. Missing values make a missing result; nothing is refused.
 */
export function evaluator({ root }: Expression, values: Values, block: number): Evaluator {
  const buffers: Float64Array[] = [];
  const compute = (node: Node, depth: number, rows: Int32Array | undefined, from: number, to: number) => {
    const out = (buffers[depth] ??= new Float64Array(block));
    const n = to - from;
    if (node.kind === 'number') out.fill(node.value, 0, n);
    else if (node.kind === 'column') {
      const column = values.get(node.name) ?? [];
      if (rows) for (let i = 0; i < n; i++) out[i] = column[rows[from + i]];
      else for (let i = 0; i < n; i++) out[i] = column[from + i];
    } else {
      const { of, operation } = node;
      compute(of[0], depth, rows, from, to);
      if (of.length === 1) operation.run(out, out, n);
      for (let k = 1; k < of.length; k++) operation.run(out, compute(of[k], depth + 1, rows, from, to), n);
    }
    return out;
  };
  return (rows, from, to) => compute(root, 0, rows, from, to);
}

/**
 * The innermost part of an expression that gives no finite number in a row although what it is given is
 * finite.
 */
export interface Culprit {
  readonly part: Node & { readonly kind: 'operation' };
  /** What it is given, and what comes out. */
  readonly given: readonly number[];
  readonly result: number;
  /** A column that it depends on. */
  readonly column: string | undefined;
}

const columnsOf = (node: Node): string[] =>
  node.kind === 'column' ? [node.name] : node.kind === 'operation' ? node.of.flatMap(columnsOf) : [];

/** Where a row's result stops being finite; undefined where a value is missing or everything is well. */
export function findCulprit(expression: Expression, values: Values, row: number): Culprit | undefined {
  const at = (node: Node) => evaluator({ ...expression, root: node }, values, 1)(undefined, row, row + 1)[0];
  const find = (node: Node): Culprit | undefined => {
    if (node.kind !== 'operation') return undefined;
    for (const part of node.of) {
      const inner = find(part);
      if (inner) return inner;
    }
    const given = node.of.map(at);
    const result = at(node);
    if (Number.isFinite(result) || !given.every((value) => Number.isFinite(value))) return undefined;
    return { part: node, given, result, column: columnsOf(node)[0] };
  };
  return find(expression.root);
}

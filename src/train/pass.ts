import type { Compiled } from '../runtime/compileRequest.ts';
import type { Bound } from '../plan/bind.ts';

/** A compiled network with its results at hand: reading them allocates nothing. */
export interface Pass {
  readonly rows: number;
  readonly compiled: Compiled;
  readonly bound: Bound;
  lossSum(): number;
  correctSum(): number;
  /** The penalty of the weights before the update, rounded as NumPy rounds it. */
  penalty(): number;
}

const zero = () => 0;

/** @param round Math.fround in float32 */
export function passOf(
  { compiled, bound }: { compiled: Compiled; bound: Bound },
  round: (x: number) => number,
): Pass {
  const { lossSum, correctSum, rows } = compiled;
  const terms = compiled.penalties.map(({ factor, sum }) => ({
    factor: round(factor),
    sum: bound.scalar(sum),
  }));
  return {
    rows,
    compiled,
    bound,
    lossSum: lossSum ? bound.scalar(lossSum) : zero,
    correctSum: correctSum ? bound.scalar(correctSum) : zero,
    penalty() {
      let penalty = 0;
      for (let i = 0; i < terms.length; i++)
        penalty = round(penalty + round(terms[i].factor * terms[i].sum()));
      return penalty;
    },
  };
}

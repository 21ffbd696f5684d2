import { RandomState } from '../../src/util/random.ts';
import { mean } from '../../src/util/statistics.ts';

const ROUNDS = 4000;

/** The error of a row in one split: its place in the table, ours and theirs. */
export interface RowPair {
  readonly row: number;
  readonly difference: number;
}

/**
 * How probable a mean difference so far from 0 is when the sign of each row's difference is chance (paired
 * permutation test). A row that several splits test counts once, by its mean.
 */
export function signFlip(pairs: readonly RowPair[]): { difference: number; p: number } {
  const rows = new Map<number, number[]>();
  for (const { row, difference } of pairs) rows.set(row, [...(rows.get(row) ?? []), difference]);
  const differences = Float64Array.from(rows.values(), (of) => mean(of)).filter((value) => value !== 0);
  const found = differences.reduce((a, b) => a + b, 0);
  const random = new RandomState(0);
  let as = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let sum = 0;
    for (const value of differences) sum += random.randomSample() < 0.5 ? value : -value;
    if (Math.abs(sum) >= Math.abs(found) - 1e-12) as++;
  }
  return { difference: found / rows.size, p: (as + 1) / (ROUNDS + 1) };
}

import type { BaselineFacts, LearningRows } from './define.ts';
import { baselines } from './index.ts';

/** A baseline that was fitted, as plain data. */
export interface FittedBaseline {
  /** Of the registry. */
  readonly name: string;
  readonly parameters: ArrayLike<number>;
  /** Rows that it was fitted to, where they are only some of the training rows. */
  readonly rows?: number;
}

/** Numbers of a baseline that are worth a place in the model file. */
const MOST_NUMBERS = 100_000;
/** Rows below which a part of the rows says too little. */
const LEAST_ROWS = 200;

/** So many of some rows, evenly from the first to the last. */
export function someRows(rows: LearningRows, count: number): LearningRows {
  if (count >= rows.rows) return rows;
  const { x, inputs, target, weights, past } = rows;
  const targets = target.length / rows.rows;
  const picked = Float64Array.from({ length: count }, (_, i) => Math.floor((i * rows.rows) / count));
  const gather = (values: ArrayLike<number>, width: number) =>
    Float64Array.from(
      { length: count * width },
      (_, at) => values[picked[Math.floor(at / width)] * width + (at % width)],
    );
  return {
    x: gather(x, inputs),
    inputs,
    rows: count,
    target: gather(target, targets),
    ...(weights && { weights: gather(weights, 1) }),
    ...(past && { past: { ...past, at: gather(past.at, 1) } }),
  };
}

/** So many rows that the work is at most `budget`. */
function affordable(work: (rows: number) => number, rows: number, budget: number): number {
  let [low, high] = [0, rows];
  if (work(rows) <= budget) return rows;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (work(middle) <= budget) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Fits every baseline that suits the rows. One whose work is beyond the budget is fitted to some of them, or left out
 * where those would be too few.
 *
 * @param budget multiplications, roughly
 */
export function fitBaselines(rows: LearningRows, facts: BaselineFacts, budget: number): FittedBaseline[] {
  return baselines.all.flatMap((baseline): FittedBaseline[] => {
    if (!baseline.suits(facts) || baseline.size(facts) > MOST_NUMBERS) return [];
    const count = affordable((some) => baseline.work(some, facts), rows.rows, budget);
    if (count < Math.min(rows.rows, LEAST_ROWS)) return [];
    const parameters = baseline.fit(someRows(rows, count), facts.question);
    if (!parameters.every(Number.isFinite)) return [];
    return [{ name: baseline.name, parameters, ...(count < rows.rows && { rows: count }) }];
  });
}

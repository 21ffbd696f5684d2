import { seasonalNaive } from '../data/series.ts';
import type { Baseline, BaselineRows } from './define.ts';

/** What a window of a series is forecast by; where a season before it is not known, by its last value. */
function repeated({ past, rows }: BaselineRows, season: number, steps: number): Float64Array {
  const out = new Float64Array(rows * steps);
  if (!past) return out;
  for (let i = 0; i < rows; i++) {
    const at = past.at[i];
    out.set(seasonalNaive(past.values, at, season <= at ? season : 1, steps), i * steps);
  }
  return out;
}

const horizon = (question: Parameters<Baseline['answer']>[2]) =>
  question.kind === 'values' ? question.outputs : 0;

/** Each value of a series as the one before the forecast. */
export const lastValue: Baseline = {
  name: 'last-value',
  label: () => 'last value',
  suits: ({ season }) => season !== undefined,
  work: () => 0,
  size: () => 0,
  fit: () => new Float64Array(0),
  answer: (_, rows, question) => repeated(rows, 1, horizon(question)),
};

/** Each value of a series as the one a season before. */
export const seasonalNaiveBaseline: Baseline = {
  name: 'seasonal-naive',
  label: ({ season }) => `seasonal naive (${season})`,
  suits: ({ season = 1 }) => season > 1,
  work: () => 0,
  size: () => 1,
  fit: ({ past }) => Float64Array.of(past?.season ?? 1),
  answer: (parameters, rows, question) => repeated(rows, parameters[0], horizon(question)),
};

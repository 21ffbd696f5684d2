import type { Context } from '../../host/context.ts';
import { valuesOf, withOptions } from '../../options/spec.ts';
import type { RunSpec } from '../../options/spec.ts';
import { readTableDatasets } from '../../tasks/table/read.ts';
import type { Dataset } from '../../tasks/dataset.ts';
import { RandomState } from '../../util/random.ts';
import { foldsOfRows } from '../ensemble/folds.ts';
import type { MemberPlan } from '../ensemble/members.ts';
import { candidates } from './candidates.ts';
import type { Candidate } from './candidates.ts';

/** A candidate with the networks that it is measured by. */
export interface PlannedCandidate {
  readonly candidate: Candidate;
  /** One for each fold, which validates it. */
  readonly plans: readonly MemberPlan[];
}

/** What --best may train. */
export interface BestPlan {
  /** As the first candidate has it. */
  readonly dataset: Dataset;
  readonly folds: number;
  readonly candidates: readonly PlannedCandidate[];
}

/** More folds leave each network more rows; where there are many, they cost more than they bring. */
export const foldsFor = (rows: number): number => Math.min(rows, rows < 500 ? 10 : rows < 3000 ? 6 : 4);

/**
 * Reads the rows once, in the encoding of each candidate, and divides them into folds that all candidates share.
 *
 * @throws NnError('input' | 'usage')
 */
export async function planBest(context: Context, { source, options }: RunSpec): Promise<BestPlan> {
  const { seed } = context.global;
  const all = candidates.map((candidate) =>
    valuesOf({ source, options: { ...withOptions(options, candidate.options), validationSplit: '0' } }),
  );
  const datasets = await readTableDatasets(context, source, new RandomState(seed), all);
  const [dataset] = datasets;
  const folds = foldsFor(dataset.train.rows);
  const splits = foldsOfRows(dataset, folds, seed);
  return {
    dataset,
    folds,
    candidates: candidates.map((candidate, c) => ({
      candidate,
      plans: splits.map((split, fold) => ({
        dataset: datasets[c],
        o: { ...all[c], timeLimit: undefined },
        split,
        seed: (seed + c * folds + fold) % 2 ** 32,
      })),
    })),
  };
}

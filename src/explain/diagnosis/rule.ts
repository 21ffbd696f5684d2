import type { Curves } from './curves.ts';
import type { Case, Verdict } from './define.ts';

/** What a rule found. */
export type Finding = Omit<Verdict, 'name'>;

/** One thing that may be said about a run: one record, and one place in the list of diagnose.ts. */
export interface Rule {
  readonly name: string;
  /** It explains the curves as a whole: of these rules only the first one that applies speaks. */
  readonly explains?: 'curves';
  /** It has something to say about a run that diverged in its first epoch. */
  readonly withoutEpochs?: true;
  /** Evidence as a clause without capital and full stop; undefined where the rule does not apply. */
  judge(one: Case, curves: Curves): Finding | undefined;
}

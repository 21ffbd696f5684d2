import { curvesOf } from './curves.ts';
import { leakingTarget, tooSmallData, unbalancedClasses } from './data.ts';
import type { Case, Verdict } from './define.ts';
import type { Rule } from './rule.ts';
import { goodFit, overfitting, underfitting } from './fit.ts';
import { rateTooHigh, rateTooLow, tooShort } from './rate.ts';
import { deadUnits, saturatedUnits } from './units.ts';

/** Every rule, the most urgent first. */
const rules: readonly Rule[] = [
  leakingTarget,
  rateTooHigh,
  overfitting,
  rateTooLow,
  tooShort,
  unbalancedClasses,
  deadUnits,
  saturatedUnits,
  underfitting,
  tooSmallData,
  goodFit,
];

/** More than this nobody follows at once. */
const MOST = 3;

/** Rules give clauses; a reader gets a sentence. */
const asSentence = (verdict: Verdict): Verdict => ({
  ...verdict,
  evidence: `${verdict.evidence[0].toUpperCase()}${verdict.evidence.slice(1)}.`,
});

/** What is known where nothing is said. */
export const noVerdict = ({ data, fit }: Omit<Case, 'history'>): string =>
  data.validationRows > 0 || fit?.leftOut
    ? 'No problem found; whether another network would answer new rows better, this run does not show.'
    : 'No diagnosis: without validation rows, a good training loss may mean overfitting.';

/**
 * What a run's curves, data and network say about it, the most urgent first: each verdict with its evidence
 * in numbers and what to try. Empty where nothing is sure, as for a good training loss without validation rows.
 * A good fit is not claimed when the target leaks, for then it means nothing.
 */
export function diagnose(one: Case): Verdict[] {
  const curves = curvesOf(one);
  const { classes, rows } = one.data;
  // Classes of a row or two each cannot be learned, whatever the curves look like.
  let explained = classes !== undefined && classes.length * 3 > rows;
  const verdicts = rules.flatMap((rule): Verdict[] => {
    // The first rule that applies explains the curves; the later ones would only describe its consequences.
    if (rule.explains && (explained || (one.history.length === 0 && !rule.withoutEpochs))) return [];
    const finding = rule.judge(one, curves);
    if (!finding) return [];
    explained ||= rule.explains !== undefined;
    return [asSentence({ name: rule.name, ...finding })];
  });
  const leaks = verdicts.some(({ name }) => name === leakingTarget.name);
  return verdicts.filter(({ name }) => !(leaks && name === goodFit.name)).slice(0, MOST);
}

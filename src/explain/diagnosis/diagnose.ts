import { curvesOf } from './curves.ts';
import type { Curves } from './curves.ts';
import { leakingTarget, tooSmallData, unbalancedClasses } from './data.ts';
import type { Case, Verdict } from './define.ts';
import { goodFit, overfitting, underfitting } from './fit.ts';
import { rateTooHigh, rateTooLow } from './rate.ts';
import { deadUnits, saturatedUnits } from './units.ts';

type Rule = (one: Case, curves: Curves) => Verdict | undefined;

/** The first one that applies explains the curves; the later ones would only describe its consequences. */
const curveRules: readonly Rule[] = [rateTooHigh, rateTooLow, overfitting, underfitting, goodFit];
/** What may be wrong besides. */
const otherRules: readonly Rule[] = [
  leakingTarget,
  unbalancedClasses,
  deadUnits,
  saturatedUnits,
  tooSmallData,
];

/** Verdicts in the order in which to act on them. */
const order: readonly Verdict['name'][] = [
  'learning rate too high',
  'leaking target',
  'unbalanced classes',
  'dead ReLUs',
  'saturated units',
  'learning rate too low',
  'overfitting',
  'underfitting',
  'too small data',
  'good fit',
];

/** Rules give clauses; a reader gets a sentence. */
const asSentence = (verdict: Verdict): Verdict => ({
  ...verdict,
  evidence: `${verdict.evidence[0].toUpperCase()}${verdict.evidence.slice(1)}.`,
});

/**
 * What a run's curves, data and network say about it, the most urgent first: each verdict with its evidence in numbers and
 * what to try. Empty when nothing can be said, as for a good training loss without validation rows. A good fit is not
 * claimed when the target leaks, for then it means nothing.
 */
export function diagnose(one: Case): Verdict[] {
  const curves = curvesOf(one);
  let main: Verdict | undefined;
  for (const rule of curveRules) {
    if (one.history.length === 0 && rule !== rateTooHigh) break;
    main = rule(one, curves);
    if (main) break;
  }
  const others = otherRules.flatMap((rule) => rule(one, curves) ?? []);
  const leaks = others.some(({ name }) => name === 'leaking target');
  const all = main && !(main.name === 'good fit' && leaks) ? [main, ...others] : others;
  return all.map(asSentence).sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

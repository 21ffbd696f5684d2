import { count, percent } from '../../util/quantity.ts';
import type { Curves } from './curves.ts';
import type { Case, DataFacts, FitFacts, Leak, Remedy } from './define.ts';
import { apart, fallsShort, keptFit } from './evidence.ts';
import { wantsRows } from './leftOut.ts';
import type { Rule } from './rule.ts';
import { counted } from '../../util/plural.ts';
import { minOf } from '../../util/extremes.ts';

/** Columns that could be left out without a loss, as remedies. */
export function spareColumns({ constant, duplicates }: DataFacts): Remedy[] {
  const spare = [...new Set([...constant, ...duplicates.map(([, copy]) => copy)])];
  if (spare.length === 0) return [];
  return [
    {
      sentence: 'drop constant and duplicate columns',
      patch: { drop: spare.join(',') },
    },
  ];
}

const reasons: Readonly<Record<Leak['by'], (leak: Leak) => string>> = {
  class: ({ column, strength }) =>
    `column "${column}" alone gives the class of ${percent(strength)} of the rows`,
  correlation: ({ column, strength }) =>
    `column "${column}" is proportional to the target (correlation ${strength.toFixed(4)})`,
  rank: ({ column, strength }) =>
    `column "${column}" orders the rows as the target does (rank correlation ${strength.toFixed(4)})`,
};

/** A column that alone gives the answer: usually something known only after the fact. */
export const leakingTarget: Rule = {
  name: 'leaking target',

  judge({ data }) {
    const { leaks } = data;
    if (leaks.length === 0) return undefined;
    const names = leaks.map(({ column }) => column);
    return {
      evidence: leaks.map((leak) => reasons[leak.by](leak)).join('; '),
      remedies: [
        {
          sentence: `drop ${names.length === 1 ? 'it' : 'them'} unless known before the target is`,
          patch: { drop: names.join(',') },
        },
      ],
    };
  },
};

/** Share of the rows of a class that are found, among those of training or of validation: the lesser one. */
const recallOf = (fit: FitFacts | undefined, label: number) => {
  const shares = [fit?.validation?.recalls?.[label], fit?.training.recalls?.[label]];
  const known = shares.filter((share) => share !== undefined);
  return known.length > 0 ? minOf(known) : undefined;
};

/** A class so rare that a model can do without it. */
export const unbalancedClasses: Rule = {
  name: 'unbalanced classes',

  judge({ data, run, fit }, { end }) {
    const { classes = [], rows } = data;
    if (classes.length < 2 || run.weighted) return undefined;
    const sorted = [...classes].sort((a, b) => a.rows - b.rows);
    const rarest = sorted[0];
    const largest = sorted[sorted.length - 1];
    if (rarest.rows / rows > 0.5 / classes.length || largest.rows < 5 * rarest.rows) return undefined;
    const recall = recallOf(fit, classes.indexOf(rarest));
    // Who finds the rare rows is not misled by their being rare.
    if (recall !== undefined && recall >= 0.8) return undefined;
    const of = ({ name, rows: own }: typeof rarest) => `"${name}" has ${count(own)} (${percent(own / rows)})`;
    const accuracy = end.validationAccuracy ?? end.accuracy;
    const model = accuracy === undefined ? '' : `; the accuracy of the model is ${percent(accuracy)}`;
    const found = recall === undefined ? '' : `; it finds ${percent(recall)} of "${rarest.name}"`;
    return {
      evidence: `of ${count(rows)} rows ${of(rarest)} and ${of(largest)}: predicting "${largest.name}" for every row has an accuracy of ${percent(largest.rows / rows)}${model}${found}`,
      remedies: [
        {
          sentence: 'weight the classes, so that rare ones count as much as frequent ones',
          patch: { classWeight: 'balanced' },
        },
        {
          sentence:
            'judge it by nn evaluate --metric balanced-accuracy,f1,average-precision, not by accuracy',
        },
        { sentence: `collect more rows of "${rarest.name}"` },
      ],
    };
  },
};

/**
 * Why rows are few where that explains something: rows that were not seen are answered worse, or the network's own are
 * not learned, or nothing shows what new rows would come to. A small table that is learned well is no fault.
 */
function fewReasons(one: Case, curves: Curves): string[] {
  const { data } = one;
  const { rows, inputs, classes } = data;
  const rarest = classes && [...classes].sort((a, b) => a.rows - b.rows)[0];
  const { training, validation } = keptFit(one, curves);
  const memorised =
    wantsRows(one, curves) || (validation && apart(one, training, validation, curves.baseline.loss));
  const unknown = !validation && rows >= LEAST;
  const many = classes !== undefined && classes.length * 3 > rows && rows >= LEAST;
  if (!memorised && !unknown && !many && !fallsShort(one, curves)) return [];
  const reasons: string[] = [];
  if (rows < 50) reasons.push(`there ${rows === 1 ? 'is' : 'are'} ${counted(rows, 'row')} to train with`);
  if (rarest && rarest.rows < 10) reasons.push(`class "${rarest.name}" has ${rarest.rows}`);
  if (!data.pieces && memorised && rows < 5 * inputs)
    reasons.push(
      `${counted(rows, 'row')} for ${counted(inputs, 'input')} are ${(rows / inputs).toFixed(1)} an input`,
    );
  return reasons;
}

/** Fewer rows are all there is, as those of a truth table. */
const LEAST = 6;

/** So few rows that figures mean little and a network memorises them. */
export const tooSmallData: Rule = {
  name: 'too small data',

  judge(one, curves) {
    const { data } = one;
    const { rows, validationRows } = data;
    const reasons = fewReasons(one, curves);
    if (validationRows > 0 && validationRows < 15)
      reasons.push(`of ${validationRows} validation rows each one is ${percent(1 / validationRows)}`);
    if (reasons.length === 0) return undefined;
    return {
      evidence: reasons.join('; '),
      remedies: [
        // Fewer rows are cross-validated anyway.
        ...(data.pieces || rows < 50
          ? []
          : [
              {
                sentence: 'cross-validate: every row is validated once, and figures become steadier',
                patch: { kFold: '5' },
              },
            ]),
        ...spareColumns(data),
        {
          sentence: data.pieces
            ? 'collect more rows'
            : 'collect more rows; nn learning-curve shows what they would bring',
        },
      ],
    };
  },
};

import { mean, sampleDeviation } from '../../src/util/statistics.ts';
import { rowErrors, scoresOf } from './answers.ts';
import type { Answers, Scores, Split } from './answers.ts';
import { calibrationOf } from './calibration.ts';
import type { Calibration } from './calibration.ts';
import { signFlip } from './paired.ts';

/** A model's answers on one split of a table. */
export interface Answered {
  readonly split: Split;
  readonly answers: Answers;
}

/** One model on one table, over its splits. */
export interface Line {
  readonly table: string;
  readonly model: string;
  readonly rows: number;
  readonly scores: readonly Scores[];
  /** Of classes. */
  readonly calibration?: Calibration;
  /** Beside a model of scikit-learn on the same rows. */
  readonly against: Readonly<Record<string, { readonly ratio: number; readonly p: number }>>;
}

/** The models that ours are compared with. */
export const rivals = ['hgb', 'mlp'] as const;

const NOISE = 0.05;

/** Not worse, or not more than chance explains. */
export const holds = ({ ratio, p }: { readonly ratio: number; readonly p: number }): boolean =>
  ratio <= 1 || p >= NOISE;

const meanError = (scores: readonly Scores[]) => mean(scores.map(({ error }) => error));

export function lineOf(table: string, model: string, answered: readonly Answered[]): Line {
  const scores = answered.map(({ answers, split }) => scoresOf(answers, split));
  const against = rivals.map((rival) => {
    const pairs = answered.flatMap(({ answers, split }) => {
      const theirs = rowErrors(split.models[rival], split);
      return rowErrors(answers, split).map((error, i) => ({
        row: split.rows[i],
        difference: error - theirs[i],
      }));
    });
    const theirs = answered.map(({ split }) => scoresOf(split.models[rival], split));
    // Where both make no error they are equal.
    const ratio = (meanError(scores) + 1e-9) / (meanError(theirs) + 1e-9);
    return [rival, { ratio, p: signFlip(pairs).p }] as const;
  });
  const rows = answered[0].split.rows.length;
  const classes = answered.flatMap(({ answers }) => ('top' in answers ? [answers] : []));
  const calibration = classes.length > 0 ? calibrationOf(classes) : undefined;
  return {
    table,
    model,
    rows,
    scores,
    ...(calibration && { calibration }),
    against: Object.fromEntries(against),
  };
}

const digits = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

const spread = (values: readonly number[]) =>
  values.length > 1 ? `${digits(mean(values))} ± ${digits(sampleDeviation(values))}` : digits(mean(values));

/** A value that not every model has. */
const optional = (scores: readonly Scores[], of: (one: Scores) => number | undefined) => {
  const values = scores.map(of).filter((value) => value !== undefined);
  return values.length > 0 ? mean(values).toFixed(3) : '';
};

const compared = (beside: Line['against'][string]) =>
  `${Math.min(99, beside.ratio).toFixed(2)} (p ${beside.p.toFixed(3)})${holds(beside) ? '' : ' worse'}`;

/** A row of a Markdown table. */
export function markdownOf({ table, model, scores, calibration, against }: Line): string {
  const cells = [
    table,
    model,
    spread(scores.map(({ error }) => error)),
    optional(scores, ({ logLoss }) => logLoss),
    calibration ? `${calibration.ece.toFixed(3)} (${calibration.byChance.toFixed(3)})` : '',
    mean(scores.map(({ seconds }) => seconds)).toFixed(1),
    ...rivals.map((rival) => (model === rival ? '' : compared(against[rival]))),
  ];
  return `| ${cells.join(' | ')} |`;
}

export const head = [
  '| table | model | error | log loss | ECE (by chance) | seconds | against hgb | against mlp |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
].join('\n');

/** How often a model holds against a rival, and the means of the ratios of their errors. */
export function summaryOf(model: string, lines: readonly Line[]): string {
  const own = lines.filter((line) => line.model === model);
  const sentences = rivals.map((rival) => {
    const all = own.map(({ against }) => against[rival]);
    const beyond = all.filter(holds).length;
    const atAll = all.filter(({ ratio }) => ratio <= 1).length;
    const better = all.filter(({ ratio, p }) => ratio < 1 && p < NOISE).length;
    const ratios = all.map(({ ratio }) => Math.min(10, Math.max(0.1, ratio)));
    const middle = Math.exp(mean(ratios.map(Math.log)));
    return `${rival}: not worse beyond noise ${beyond} of ${all.length}, not worse at all ${atAll}, better beyond noise ${better}, mean ratio ${mean(ratios).toFixed(3)}, geometric ${middle.toFixed(3)}`;
  });
  return `${model}: ${sentences.join('; ')}`;
}

import { minOf } from '../../util/extremes.ts';
import type { CategoryColumn } from '../table.ts';
import type { NumberNotation } from './define.ts';
import { fitNotation } from './notation.ts';
import { readNumbers } from './numbers.ts';
import type { ReadNumbers } from './numbers.ts';
import type { DecimalSigns } from './signs.ts';

/** Mean and deviation of a column in training. */
export interface Typical {
  readonly mean: number;
  readonly scale: number;
}

/** A column of texts in one notation. */
export interface Candidate extends ReadNumbers {
  readonly notation: NumberNotation;
}

/** Which notation a column of another file is read in. */
export interface Chosen extends Candidate {
  /** The texts leave no doubt about the decimal sign. */
  readonly certain: boolean;
  /** Another notation gives other numbers: the first row where, that number, and why it is not taken. */
  readonly doubt?: { readonly row: number; readonly other: number; readonly why: string };
}

/** What is known of a column beside its texts. */
export interface Knowledge {
  /** The notation of training. */
  readonly prior: NumberNotation;
  readonly typical?: Typical | undefined;
  readonly signs: DecimalSigns;
  /** The user says so. */
  readonly decimal?: '.' | ',' | undefined;
}

/** Mean distance from the values of training, and how unlike them the numbers are (the divergence of two normals). */
function unlike({ column: { values } }: Candidate, { mean, scale }: Typical) {
  let [count, sum, squares, away] = [0, 0, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const z = (value - mean) / Math.abs(scale);
    count++;
    sum += z;
    squares += z * z;
    away += Math.abs(z);
  }
  if (count === 0) return { far: 0, cost: 0 };
  const [centre, variance] = [sum / count, squares / count - (sum / count) ** 2];
  const spread = variance > 0 ? (variance - 1 - Math.log(variance)) / 2 : 0;
  return { far: away / count, cost: centre ** 2 / 2 + spread };
}

/** So many times farther from the values of training, a reading is wrong whatever other columns say. */
const FARTHER = 10;
/** By so much a reading has to be more like training than the one that would be taken otherwise. */
const MARGIN = 2;

/** All notations in which the most texts are numbers, that of training first. */
function candidates(column: CategoryColumn, { prior, decimal }: Knowledge): Candidate[] {
  const notations = decimal === undefined || prior.decimal === decimal ? [prior] : [];
  for (const prefer of ['.', ','] as const) {
    const fit = fitNotation(column.categories, { prefer, decimal });
    if (fit) notations.push(fit.notation);
  }
  if (notations.length === 0 && decimal !== undefined) notations.push({ decimal });
  const read = notations.map((notation) => ({ notation, ...readNumbers(column, notation) }));
  const least = minOf(read.map(({ unread }) => unread.length));
  return read.filter(({ unread }) => unread.length === least);
}

/** The first row to which two readings give different numbers; −1: none. */
const differing = (a: Candidate, b: Candidate): number =>
  a.column.values.findIndex((value, row) => {
    const other = b.column.values[row];
    return value !== other && !Number.isNaN(value) && !Number.isNaN(other);
  });

/** Of several that give different numbers: what other columns prove, else what is like training, else what is usual. */
function decide(
  column: CategoryColumn,
  fitting: readonly Candidate[],
  { signs: { prefer, lean }, typical }: Knowledge,
): { chosen: Candidate; why: string; usual: Candidate } {
  const costs = fitting.map((one) => (typical ? unlike(one, typical) : { far: 0, cost: 0 }));
  const [far, cost] = [costs.map((one) => one.far), costs.map((one) => one.cost)];
  const likest = fitting[cost.indexOf(minOf(cost))];
  const proven = fitting.findIndex(({ notation }) => notation.decimal === prefer);
  const like = 'which is more like the training data';
  if (proven >= 0 && prefer !== undefined) {
    const chosen = fitting[proven];
    if (far[proven] > FARTHER * Math.max(1, minOf(far))) return { chosen: likest, why: like, usual: chosen };
    const sign = prefer === ',' ? 'comma' : 'point';
    return { chosen, why: `as other columns have a decimal ${sign}`, usual: chosen };
  }
  const written = fitNotation(column.categories, { ...(lean && { lean }) })?.notation;
  const sign = lean ?? (written?.unit === undefined ? undefined : written.decimal);
  const usual = fitting.find(({ notation }) => notation.decimal === sign) ?? fitting[0];
  if (cost[fitting.indexOf(usual)] > minOf(cost) + MARGIN) return { chosen: likest, why: like, usual };
  const why = usual.notation.unit === undefined ? 'as semicolons part the fields' : 'as its currency has it';
  return { chosen: usual, why: sign === undefined ? 'as in the training data' : why, usual };
}

/**
 * The notation of a column of numbers in another file than training's. What its own texts, or the user, leave open is
 * decided by the columns that leave no doubt, then by what is like the numbers of training, then by what goes with
 * the delimiter or the currency, then as in training.
 */
export function chooseNotation(column: CategoryColumn, known: Knowledge): Chosen {
  const fitting = candidates(column, known);
  const { prefer } = known.signs;
  const certain =
    known.decimal !== undefined || new Set(fitting.map((one) => one.notation.decimal)).size === 1;
  const others = fitting.filter((one) => differing(fitting[0], one) >= 0);
  if (others.length === 0) {
    const chosen = fitting.find(({ notation }) => notation.decimal === prefer) ?? fitting[0];
    return { ...chosen, certain };
  }
  const { chosen, why, usual } = decide(column, fitting, known);
  // Nothing in the file speaks against plain numbers.
  if (chosen === fitting[0] && chosen === usual && prefer === undefined && chosen.notation.decimal === '.')
    return { ...chosen, certain };
  const rival = fitting.find((one) => differing(chosen, one) >= 0);
  if (!rival) return { ...chosen, certain };
  const row = differing(chosen, rival);
  return { ...chosen, certain, doubt: { row, other: rival.column.values[row], why } };
}

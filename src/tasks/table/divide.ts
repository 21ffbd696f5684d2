import type { PartName } from '../../data/rowPrints.ts';
import { LEAST_DIVIDED, splitRows, validationShare, VALIDATION_SHARE } from '../../data/split.ts';
import { splitColumn } from '../../data/splitColumn.ts';
import type { SplitColumn } from '../../data/splitColumn.ts';
import type { Table } from '../../data/table.ts';
import type { ReadTarget } from '../../data/target.ts';
import { inputError, usageError } from '../../errors.ts';
import type { TrainOptions } from '../../options/train.ts';
import { counted } from '../../util/plural.ts';
import type { RandomState } from '../../util/random.ts';

/** Options that decide which rows train, validate and test. */
export type DivideOptions = Pick<TrainOptions, 'nnfs' | 'validationSplit'> &
  Partial<Pick<TrainOptions, 'validation' | 'test' | 'testSplit' | 'split'>>;

/** Rows of each part, ascending. */
export interface Division extends Readonly<Record<PartName, Int32Array>> {
  /** How they were divided, for the line about the split; empty where classes are in proportion. */
  readonly said: string;
  /** All rows train because they are too few to divide, not because that was asked for. */
  readonly few?: true;
  /** What is to be said about rows that are in no part. */
  readonly notes: readonly string[];
}

const none = () => new Int32Array(0);

/** @throws NnError('usage') for options that contradict each other */
export function checkDivision(o: DivideOptions): void {
  const { nnfs, split, validation, test, validationSplit, testSplit = 0 } = o;
  const given = Object.entries({ split, validation, test, 'test-split': testSplit || undefined })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `--${name}`);
  const pairs: (readonly [boolean, string])[] = [
    [nnfs && given.length > 0, `--nnfs and ${given[0]}`],
    [split !== undefined && validation !== undefined, '--split and --validation'],
    [split !== undefined && test !== undefined, '--split and --test'],
    [validation !== undefined && validationSplit !== undefined, '--validation and --validation-split'],
    [test !== undefined && testSplit > 0, '--test and --test-split'],
  ];
  const found = pairs.find(([both]) => both);
  if (found)
    throw usageError(`${found[1]} do not go together`, {
      hint: nnfs
        ? "the book's scripts train on all rows"
        : 'each says which rows are held back; leave out one of them',
    });
  const share = validation === undefined ? (validationSplit ?? VALIDATION_SHARE) : 0;
  if (testSplit > 0 && share + testSplit >= 1)
    throw usageError(`shares of ${share} to validate and ${testSplit} to test leave no rows to train`, {
      hint: 'for example --validation-split 0.2 --test-split 0.2',
    });
}

/** Rows as their column says in words. */
function byWords(
  table: Table,
  rows: Int32Array,
  column: SplitColumn & { kind: 'words' },
  { split = '', validationSplit, testSplit = 0 }: DivideOptions,
): Division {
  if (validationSplit !== undefined || testSplit > 0)
    throw usageError(
      `--split and --${testSplit > 0 ? 'test' : 'validation'}-split do not go together: column "${split}" says which rows are held back`,
    );
  const of = (name: PartName) => rows.filter((row) => column.partOf(row) === name);
  const parts = { train: of('train'), validation: of('validation'), test: of('test') };
  if (parts.train.length === 0)
    throw inputError(`no row with a target is for training by column "${split}"`, {
      where: { source: table.source },
    });
  const unsaid = rows.length - parts.train.length - parts.validation.length - parts.test.length;
  return {
    ...parts,
    said: `, by column ${split}`,
    notes:
      unsaid > 0
        ? [
            `${counted(unsaid, 'row')} without a value of column "${split}" ${unsaid === 1 ? 'is' : 'are'} left out`,
          ]
        : [],
  };
}

/**
 * The last rows in an order, about so many of them; rows of one time stay together.
 *
 * @param sorted rows by their value
 * @throws NnError('input') where all have one value
 */
function lastRows(
  { source }: Table,
  sorted: readonly number[],
  count: number,
  valueOf: (row: number) => number,
): number {
  if (count <= 0) return sorted.length;
  const first = valueOf(sorted[0]);
  const cut = valueOf(sorted[Math.max(0, sorted.length - count)]);
  const from = sorted.findIndex((row) => (cut > first ? valueOf(row) >= cut : valueOf(row) > first));
  if (from > 0) return from;
  throw inputError('all rows have the same value in the column of --split', { where: { source } });
}

/** The last rows test, those before them validate. */
function byOrder(
  table: Table,
  rows: Int32Array,
  column: SplitColumn & { kind: 'order' },
  { split = '', validationSplit = VALIDATION_SHARE, testSplit = 0 }: DivideOptions,
): Division {
  const value = (row: number) => column.valueOf(row) ?? 0;
  const sorted = Array.from(rows.filter((row) => column.valueOf(row) !== undefined)).sort(
    (a, b) => value(a) - value(b) || a - b,
  );
  if (sorted.length < 2)
    throw inputError(`found ${counted(sorted.length, 'row')} with a value of column "${split}"`, {
      where: { source: table.source },
    });
  const all = sorted.length;
  const tested = lastRows(table, sorted, Math.round(all * testSplit), value);
  const rest = sorted.slice(0, tested);
  const validated = lastRows(table, rest, Math.round(all * validationSplit), value);
  const part = (from: number, to: number) => Int32Array.from(sorted.slice(from, to)).sort();
  const begins = (name: PartName, at: number) =>
    at < sorted.length ? [`${name} from ${column.textOf(sorted[at])} on`] : [];
  const said = [...(validated < tested ? begins('validation', validated) : []), ...begins('test', tested)];
  const unsaid = rows.length - all;
  return {
    train: part(0, validated),
    validation: part(validated, tested),
    test: part(tested, all),
    said: `, by ${split}: ${said.join(', ')}`,
    notes: unsaid > 0 ? [`${counted(unsaid, 'row')} without a value of column "${split}" left out`] : [],
  };
}

/** At random, classes in proportion. */
function atRandom(
  { rows, labels }: ReadTarget,
  random: RandomState,
  { validation, validationSplit, testSplit = 0 }: DivideOptions,
): Division {
  if (validation !== undefined && testSplit === 0)
    return { train: rows, validation: none(), test: none(), said: '', notes: [] };
  const classOf = labels && ((row: number) => labels[row]);
  const classes = labels ? labels.reduce((most, label) => Math.max(most, label + 1), 0) : 0;
  const share = validation === undefined ? validationShare(validationSplit, rows.length, classes) : 0;
  const few = validation === undefined && validationSplit === undefined && share === 0;
  const tested = testSplit > 0 ? splitRows(rows, testSplit, random, classOf) : undefined;
  const rest = tested?.train ?? rows;
  // The shares are those of all rows.
  const shareOfRest = tested ? Math.min(1, (share * rows.length) / rest.length) : share;
  return {
    ...splitRows(rest, shareOfRest, random, classOf),
    test: tested?.validation ?? none(),
    said: few ? `, as fewer than ${Math.max(LEAST_DIVIDED, 2 * classes)} are not divided` : '',
    ...(few && !tested && { few: true as const }),
    notes: [],
  };
}

/**
 * Decides which rows train, validate and test: as a column says, or at random with classes in proportion.
 *
 * @param random shuffles the rows; the same state gives the same split
 * @throws NnError('input' | 'usage') where the column and the options do not fit
 */
export function divideRows(
  table: Table,
  target: ReadTarget,
  random: RandomState,
  o: DivideOptions,
): Division {
  checkDivision(o);
  const { rows } = target;
  if (o.nnfs) return { train: rows, validation: none(), test: none(), said: '', notes: [] };
  if (o.split === undefined) return atRandom(target, random, o);
  const column = splitColumn(table, o.split);
  return column.kind === 'words' ? byWords(table, rows, column, o) : byOrder(table, rows, column, o);
}

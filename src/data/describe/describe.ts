import { NnError } from '../../errors.ts';
import { counted } from '../../util/plural.ts';
import { percent } from '../../util/quantity.ts';
import { RandomState } from '../../util/random.ts';
import { columnFacts } from '../columnFacts.ts';
import { leftOut } from '../columnRoles.ts';
import { isAllPixels } from '../allPixels.ts';
import { columnNamed, unreadNotes } from '../columns.ts';
import { featureEncoding } from '../fitFeature.ts';
import { fitPreprocessing } from '../fitPreprocessing.ts';
import type { PreprocessingChoices } from '../fitPreprocessing.ts';
import { MOST_CATEGORIES } from '../frequentCategories.ts';
import { namesOf } from '../inputNames.ts';
import { absentRemark, missingTargets } from '../reading/absent.ts';
import type { ColumnReading } from '../reading/define.ts';
import { MIXED } from '../reading/mixed.ts';
import { placeIn } from '../place.ts';
import { looksLikeClasses } from '../target.ts';
import type { Column, NumberColumn, Table } from '../table.ts';
import { duplicateRows } from './duplicates.ts';
import { relationTo } from './relation.ts';
import type { Relation } from './relation.ts';
import { summaryOf } from './summary.ts';
import type { ColumnSummary } from './summary.ts';

/** A column, how it is read, and what is to be known about it before a network learns from it. */
export interface ColumnDescription {
  readonly name: string;
  /** How many columns it stands for: all the pixels of images are described as one. */
  readonly of?: number;
  readonly kind: ColumnReading['kind'];
  /** How it is read, where that is not plain: `decimal comma, in R$`; `dd/mm/yyyy`. */
  readonly how?: string;
  readonly summary: ColumnSummary;
  readonly role: 'feature' | 'target' | 'left out';
  /** Names of the inputs it becomes. */
  readonly inputs: readonly string[];
  readonly relation?: Relation;
  readonly warnings: readonly string[];
}

/** A table before anything is learned from it. */
export interface TableDescription {
  readonly rows: number;
  /** Rows that have all the values of one before them. */
  readonly duplicateRows: number;
  readonly target?: string;
  /** Whether the target is one of classes. */
  readonly classes?: boolean;
  readonly columns: readonly ColumnDescription[];
  /** About no single column. */
  readonly warnings: readonly string[];
}

/** Numbers that programs write for "no value". */
const SENTINELS = new Set([-99, -999, -9999, -99_999, 999, 9999, 99_999]);

/** A number at the end of its column, far from all others, that looks like a missing value. */
function sentinel({ spread }: ColumnSummary, column: Column): string | undefined {
  if (column.kind !== 'number' || !spread) return undefined;
  for (const end of [spread.min, spread.max]) {
    if (!SENTINELS.has(end)) continue;
    const others = Float64Array.from(column.values).filter((value) => value !== end && !Number.isNaN(value));
    const times = column.values.length - column.missing - others.length;
    let [least, most] = [Infinity, -Infinity];
    for (const value of others) [least, most] = [Math.min(least, value), Math.max(most, value)];
    const far = Math.min(Math.abs(end - least), Math.abs(end - most)) > most - least;
    if (times > 1 && far)
      return `${end} in ${counted(times, 'row')} may mean "missing": --missing ${end} takes it so`;
  }
  return undefined;
}

/** Numbers that are infinite, which training refuses: how many, and where the first one is. */
function infinite(table: Table, column: Column): string | undefined {
  if (column.kind !== 'number') return undefined;
  const isInfinite = (value: number): boolean => value === Infinity || value === -Infinity;
  const first = column.values.findIndex(isInfinite);
  if (first < 0) return undefined;
  let times = 0;
  for (const value of column.values) if (isInfinite(value)) times++;
  const { line, column: field } = placeIn(table, column.name, first);
  const place =
    line === undefined ? `row ${first + 1}` : `line ${line}${field === undefined ? '' : `, column ${field}`}`;
  const how = line === undefined ? 'infinite' : 'beyond ±1.8e308 and read as infinite';
  return `${counted(times, 'number')} ${times === 1 ? 'is' : 'are'} ${how} (${times === 1 ? 'in' : 'the first in'} ${place}), which training refuses`;
}

function warningsOf(
  table: Table,
  column: Column,
  summary: ColumnSummary,
  reason: string | undefined,
): string[] {
  const { name } = column;
  const fault = table.faults?.get(name);
  const line = fault?.where?.line;
  const said = [
    fault && `${fault.message}${line === undefined ? '' : ` in line ${line}`}: ${fault.hint ?? ''}`,
    // What is left out says why.
    reason !== undefined && table.readings?.get(name)?.why === MIXED ? undefined : table.remarks?.get(name),
    reason !== undefined && `left out: ${reason}`,
    infinite(table, column),
    sentinel(summary, column),
    summary.missing > 0.5 * table.rows &&
      `${percent(summary.missing / table.rows)} of the values are missing`,
    column.kind === 'category' &&
      reason === undefined &&
      table.readings?.get(name)?.kind === 'category' &&
      summary.distinct > MOST_CATEGORIES &&
      `${counted(summary.distinct, 'category', 'categories')}: frequent ones have an input each, all others share one`,
  ];
  return said
    .filter((text) => typeof text === 'string')
    .map((text) => text.replace(`column "${name}": `, ''));
}

/** What is said about the target. */
function targetWarnings(
  target: Column,
  classes: boolean,
  { frequent, missing }: ColumnSummary,
  table: Table,
) {
  const { rows } = table;
  const warnings = missingTargets(missing, table, target.name);
  const [most] = frequent ?? [];
  if (classes && most && most.count >= 0.9 * (rows - missing))
    warnings.push(
      `${percent(most.count / (rows - missing))} of the rows are "${most.text}": measure more than accuracy`,
    );
  return warnings;
}

/** Rows that are looked at for leaks and duplicates. */
const SAMPLE = 10_000;

/** Leaks and duplicates, by column; nothing where a network could not learn from the table at all. */
function suspicions(
  table: Table,
  choices: PreprocessingChoices,
): { byColumn: Map<string, string>; whole: string[] } {
  const byColumn = new Map<string, string>();
  try {
    const { preprocessing } = fitPreprocessing(table, choices);
    // At random: every twentieth row of a file may be of one class.
    const all = Array.from({ length: table.rows }, (_, i) => i);
    new RandomState(0).shuffle(all);
    const rows = Int32Array.from(all.slice(0, SAMPLE)).sort();
    const { duplicates, leaks } = columnFacts(preprocessing, table, rows);
    for (const [first, second] of duplicates) byColumn.set(second, `the same values as "${first}"`);
    for (const { column } of leaks)
      byColumn.set(column, 'gives the target away: is it known before the target is?');
    return { byColumn, whole: [] };
  } catch (error) {
    if (!(error instanceof NnError)) throw error;
    return {
      byColumn,
      whole: [error.hint === undefined ? error.message : `${error.message}: ${error.hint}`],
    };
  }
}

/** The columns that are pixels of images, as one. */
function describePixels(table: Table, columns: readonly NumberColumn[]): ColumnDescription {
  const values = new Uint8Array(columns.length * table.rows);
  columns.forEach((column, i) => values.set(column.values, i * table.rows));
  const name = `${columns[0].name} … ${columns[columns.length - 1].name}`;
  return {
    name,
    of: columns.length,
    kind: 'number',
    how: table.shape?.length === 3 ? `pixels of ${table.shape.join('x')}` : 'pixels',
    summary: summaryOf({ kind: 'number', name, values, missing: 0, integral: true }, undefined),
    role: 'feature',
    inputs: columns.map((column) => column.name),
    warnings: [],
  };
}

/** A column that goes with the target so closely is suspicious, even where it does not give it away. */
const CLOSE = 0.98;
const tooClose = (relation: Relation | undefined) =>
  relation && Math.abs(relation.value) >= CLOSE
    ? `nearly the target itself (${relation.measure} ${relation.value.toFixed(3)}): is it known before the target is?`
    : undefined;

const kindOf = (table: Table, column: Column): ColumnReading['kind'] =>
  table.readings?.get(column.name)?.kind ?? (column.kind === 'number' ? 'number' : 'category');

/** What is said of no single column. */
const wholeWarnings = (table: Table, { leaveOut }: PreprocessingChoices, whole: readonly string[]) => [
  ...unreadNotes(table, leaveOut),
  ...(table.faults && table.faults.size > 0 ? [] : whole),
];

/**
 * Describes a table as `nn train` would read it.
 *
 * @param told how many columns are done
 * @throws NnError('input') when the target is no column
 */
export function describeTable(
  table: Table,
  choices: PreprocessingChoices,
  told: (columns: number) => void = () => {},
): TableDescription {
  const left = new Set(choices.leaveOut);
  const last = isAllPixels(table) ? undefined : table.columns.at(-1);
  const target = choices.target === undefined ? last : columnNamed(table, choices.target);
  const pixels = table.columns.filter(
    (column): column is NumberColumn =>
      column.kind === 'number' && column.pixels === true && column !== target && !left.has(column.name),
  );
  const known = new Set<Column>(pixels);
  const single = table.columns.filter((column) => !known.has(column));
  const others = single.filter((column) => column !== target);
  const reasons = new Map(leftOut(table, others, choices).map((reason, i) => [others[i].name, reason]));
  const all = Int32Array.from({ length: table.rows }, (_, i) => i);
  const classes =
    target && (choices.task === undefined ? looksLikeClasses(target) : choices.task === 'classification');
  // No pixel alone says anything.
  const { byColumn, whole } =
    pixels.length > 0 ? { byColumn: new Map<string, string>(), whole: [] } : suspicions(table, choices);
  const describe = (column: Column): ColumnDescription => {
    const { name } = column;
    const reading = table.readings?.get(name);
    const summary = summaryOf(column, reading);
    const reason = left.has(name) ? '--drop' : reasons.get(name);
    const role = column === target ? 'target' : reason === undefined ? 'feature' : 'left out';
    const feature = role === 'feature' && !table.faults?.has(name);
    const relation = role === 'feature' && target ? relationTo(table, column, target) : undefined;
    const suspicion = byColumn.get(name);
    return {
      name,
      kind: kindOf(table, column),
      ...(reading?.why !== undefined && { how: reading.why }),
      summary,
      role,
      inputs: feature ? namesOf(featureEncoding(table, column, all, choices)) : [],
      ...(relation && { relation }),
      warnings: [
        ...(role === 'target' ? targetWarnings(column, classes ?? false, summary, table) : []),
        ...(role === 'feature' ? [absentRemark(table, column) ?? []].flat() : []),
        ...warningsOf(table, column, summary, role === 'left out' ? reason : undefined),
        ...[suspicion ?? tooClose(relation)].filter((text) => text !== undefined),
      ],
    };
  };
  return {
    rows: table.rows,
    duplicateRows: duplicateRows(table),
    ...(target && { target: target.name, classes: classes ?? false }),
    columns: [
      ...(pixels.length > 0 ? [describePixels(table, pixels)] : []),
      ...single.map((column, i) => {
        told(i);
        return describe(column);
      }),
    ],
    warnings: wholeWarnings(table, choices, whole),
  };
}

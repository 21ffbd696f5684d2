import { inputError, usageError } from '../errors.ts';
import { isAllPixels } from './allPixels.ts';
import { columnNamed, columnsToDrop, unreadNotes } from './columns.ts';
import { hasSentences, isConstant, reasonsToLeaveOut } from './leftOut.ts';
import { checkChoices } from './featureChoices.ts';
import { absentRemark } from './reading/absent.ts';
import type { FeatureChoices } from './featureChoices.ts';
import { textAt } from './table.ts';
import type { Column, Table } from './table.ts';
import { shellWord } from '../util/shell.ts';
import { counted } from '../util/plural.ts';

/** Which columns of a table are features and which one is the target. */
export interface ColumnRoles {
  readonly target: Column;
  /** Columns that become inputs as they are; the column of texts alone where there is one. */
  readonly features: readonly Column[];
  /** About columns that are left out and values that are missing. */
  readonly notes: readonly string[];
}

/** What becomes of the missing values of a column. */
function missingNote(table: Table, column: Column, { bins, oneHot }: FeatureChoices): string {
  const categories = column.kind === 'category' || oneHot?.includes(column.name);
  const how = bins?.has(column.name)
    ? 'put into no bin'
    : categories
      ? 'given no category'
      : 'filled with the mean';
  const words = absentRemark(table, column);
  return `column "${column.name}": ${counted(column.missing, 'missing value')} ${how}${words === undefined ? '' : `: ${words}`}`;
}

/** @throws NnError('input') when a column has values that nobody decided about */
export function checkFaults({ faults }: Table, columns: readonly Column[]): void {
  for (const { name } of columns) {
    const fault = faults?.get(name);
    if (fault) throw fault;
  }
}

/** Why each of some columns is no feature; undefined where it is one, as what the user names always is. */
export function leftOut(
  table: Table,
  columns: readonly Column[],
  { oneHot, bins }: Pick<FeatureChoices, 'oneHot' | 'bins'>,
): (string | undefined)[] {
  const named = ({ name }: Column) => {
    const reading = table.readings?.get(name);
    return oneHot?.includes(name) || bins?.has(name) || (reading?.said && reading.kind !== 'text');
  };
  const found = reasonsToLeaveOut(table, columns);
  return columns.map((column, i) => (named(column) ? undefined : found[i]));
}

/**
 * The columns that something can be learned from, and a note for each of the others.
 *
 * @throws NnError('input') when none is left
 */
function chooseFeatures(
  table: Table,
  columns: readonly Column[],
  { oneHot, bins, derived = [] }: FeatureChoices,
): { readonly features: readonly Column[]; readonly notes: readonly string[] } {
  const reasons = leftOut(table, columns, { oneHot, bins });
  const features = columns.filter((_, i) => reasons[i] === undefined);
  if (features.length + derived.length === 0) {
    const numbers = columns.filter((column) => column.kind === 'number' && !isConstant(column));
    if (numbers.length > 0) return { features: numbers, notes: [] };
    const texts = columns.find(hasSentences);
    throw inputError('no feature columns are left', {
      where: { source: table.source },
      ...(texts && { hint: `--text ${texts.name} learns from the words of that column` }),
    });
  }
  const notes = columns.flatMap(({ name }, i) => {
    const reason = reasons[i];
    return reason === undefined ? [] : [`column "${name}" is left out: ${reason}`];
  });
  return { features, notes };
}

/**
 * The column of texts alone.
 *
 * @throws NnError('usage') when it is the target
 */
function textRoles(table: Table, kept: readonly Column[], target: Column, name: string): ColumnRoles {
  const column = columnNamed(table, name);
  if (column === target) throw usageError(`--text: column "${name}" is the target`);
  const others = kept.filter((other) => other !== column && other !== target);
  const notes =
    others.length > 0 ? [`left out beside the texts: ${others.map((other) => other.name).join(', ')}`] : [];
  return { target, features: [column], notes };
}

/**
 * @throws NnError('input') where the rows are images and the last column is one of their pixels: nobody asks for that
 */
function checkLabelled(table: Table): void {
  if (!isAllPixels(table)) return;
  throw inputError(`found ${counted(table.rows, 'image')} without labels, expected a class for each`, {
    where: { source: table.source },
    hint: 'a folder for each class with its images: photos/cat/1.png, photos/dog/1.png; or --labels FILE with one label for each image',
  });
}

/** What would take the lines of a table of one column apart: a sign that is in all of them. */
function takenApart({ columns: [column, ...others], rows }: Table): string | undefined {
  if (column === undefined || others.length > 0) return undefined;
  const texts = Array.from({ length: Math.min(rows, 10) }, (_, row) => textAt(column, row) ?? '');
  const sign = Array.from(':|/~^!*&').find((one) =>
    [column.name, ...texts].every((text) => text.includes(one)),
  );
  return sign && `each line holds "${sign}": --delimiter ${shellWord(sign)} takes them apart`;
}

/**
 * Decides which columns are features and which one is the target.
 *
 * @param target name of the target; the last column when absent
 * @throws NnError('input' | 'usage') when a column is missing, none is left, or choices contradict each other
 */
export function chooseColumns(table: Table, choices: FeatureChoices, target?: string): ColumnRoles {
  const left = columnsToDrop(table, choices.leaveOut);
  const kept = left.size === 0 ? table.columns : table.columns.filter((column) => !left.has(column));
  const derived = choices.derived ?? [];
  const last = kept.at(-1);
  if (!last || (kept.length < 2 && derived.length === 0)) {
    throw inputError(`found ${kept.length} column, expected features and a target`, {
      where: { source: table.source },
      hint: takenApart(table) ?? 'the target is the last column unless --target names another',
    });
  }
  if (target === undefined) checkLabelled(table);
  const goal = target === undefined ? last : columnNamed({ ...table, columns: kept }, target);
  checkChoices(table, goal, choices);
  if (choices.text) return textRoles(table, kept, goal, choices.text.name);
  const others = kept.filter((column) => column !== goal);
  const { features, notes } = chooseFeatures(table, others, choices);
  checkFaults(table, [goal, ...features]);
  if (table.readings?.get(goal.name)?.kind === 'date')
    throw inputError(`target "${goal.name}" holds dates, expected classes or numbers`, {
      where: { source: table.source },
      hint: `--target names another column; of a series, --time ${shellWord(goal.name)} says when`,
    });
  return {
    target: goal,
    features,
    notes: [
      ...unreadNotes(table, choices.leaveOut),
      ...notes,
      ...[goal, ...features].flatMap(({ name }) => {
        const remark = table.remarks?.get(name);
        return remark !== undefined && table.readings?.get(name)?.kind === 'category' ? [remark] : [];
      }),
      ...features.filter(({ missing }) => missing > 0).map((column) => missingNote(table, column, choices)),
    ],
  };
}

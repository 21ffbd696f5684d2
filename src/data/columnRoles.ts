import { inputError, usageError } from '../errors.ts';
import { columnNamed } from './columns.ts';
import { checkChoices } from './featureEncoding.ts';
import type { FeatureChoices } from './featureEncoding.ts';
import type { Column, Table } from './table.ts';
import { counted } from '../util/plural.ts';

/** Which columns of a table are features and which one is the target. */
export interface ColumnRoles {
  readonly target: Column;
  /** Columns that become inputs as they are; the column of texts alone where there is one. */
  readonly features: readonly Column[];
  /** About columns that are left out and values that are missing. */
  readonly notes: readonly string[];
}

/**
 * A category column in which nearly every row is different: names and identifiers, from which nothing is
 * learned.
 */
const isIdentifier = (column: Column, rows: number) =>
  column.kind === 'category' && rows >= 20 && column.categories.length > 0.9 * rows;

/** Whether most values of a column are of several words. */
const hasSentences = (column: Column) =>
  column.kind === 'category' &&
  column.categories.filter((text) => text.trim().split(/\s+/).length > 2).length >
    column.categories.length / 2;

/** A number as much of Europe writes it: 5,1. */
const DECIMAL_COMMA = /^[-+]?\d+,\d+$/;

/** @throws NnError('input') where the texts of a column are numbers with a comma: each would be a category */
function checkDecimals(table: Table, column: Column): void {
  if (column.kind !== 'category' || column.categories.length === 0) return;
  if (!column.categories.every((text) => DECIMAL_COMMA.test(text))) return;
  const [text] = column.categories;
  throw inputError(
    `column "${column.name}": found "${text}", expected numbers such as ${text.replace(',', '.')}`,
    {
      where: { source: table.source },
      hint: "turn decimal commas into points first: sed 's/,/./g' where columns are parted by ; or tabs",
    },
  );
}

/** What becomes of the missing values of a column. */
function missingNote(column: Column, { bins, oneHot }: FeatureChoices): string {
  const categories = column.kind === 'category' || oneHot?.includes(column.name);
  const how = bins?.has(column.name)
    ? 'put into no bin'
    : categories
      ? 'given no category'
      : 'filled with the mean';
  return `column "${column.name}": ${counted(column.missing, 'missing value')} ${how}`;
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
 * Decides which columns are features and which one is the target.
 *
 * @param target name of the target; the last column when absent
 * @throws NnError('input' | 'usage') when a column is missing, none is left, or choices contradict each other
 */
export function chooseColumns(table: Table, choices: FeatureChoices, target?: string): ColumnRoles {
  const left = new Set(choices.leaveOut?.map((name) => columnNamed(table, name)));
  const kept = left.size === 0 ? table.columns : table.columns.filter((column) => !left.has(column));
  const derived = choices.derived ?? [];
  const last = kept.at(-1);
  if (!last || (kept.length < 2 && derived.length === 0)) {
    throw inputError(`found ${kept.length} column, expected features and a target`, {
      where: { source: table.source },
      hint: 'the target is the last column unless --target names another',
    });
  }
  const goal = target === undefined ? last : columnNamed({ ...table, columns: kept }, target);
  checkChoices(table, goal, choices);
  if (choices.text) return textRoles(table, kept, goal, choices.text.name);
  const oneHot = (column: Column) => choices.oneHot?.includes(column.name) ?? false;
  const others = kept.filter((column) => column !== goal);
  const [identifiers, features] = [
    others.filter((column) => !oneHot(column) && isIdentifier(column, table.rows)),
    others.filter((column) => oneHot(column) || !isIdentifier(column, table.rows)),
  ];
  if (features.length + derived.length === 0) {
    const texts = others.find(hasSentences);
    throw inputError('no feature columns are left', {
      where: { source: table.source },
      ...(texts && { hint: `--text ${texts.name} learns from the words of that column` }),
    });
  }
  for (const column of features) if (!oneHot(column)) checkDecimals(table, column);
  return {
    target: goal,
    features,
    notes: [
      ...identifiers.map((column) => {
        const learnable = hasSentences(column) ? `; --text ${column.name} learns from its words` : '';
        return `column "${column.name}" is left out: nearly every row has another text${learnable}`;
      }),
      ...features.filter(({ missing }) => missing > 0).map((column) => missingNote(column, choices)),
    ],
  };
}

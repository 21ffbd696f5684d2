import type { Confusion } from '../../metrics/confusion.ts';
import { actualTotals } from '../../metrics/confusion.ts';
import type { Block, Text } from '../../report/result.ts';
import { count, percent } from '../../util/quantity.ts';
import { right } from '../../report/table.ts';
import { visible } from '../../util/visible.ts';
import { maxOf } from '../../util/extremes.ts';
import { textWidth } from '../../util/textWidth.ts';

/** Columns that a matrix may take: a terminal of the usual width. */
const WIDTH = 80;
/** Mix-ups listed when the matrix has no room. */
const LISTED = 15;

const cell = (n: number, diagonal: boolean): Text =>
  n === 0 ? [{ text: '·', tone: 'dim' }] : [{ text: count(n), tone: diagonal ? 'good' : 'bad' }];

function matrixBlock(
  confusion: Confusion,
  rowNames: readonly string[],
  columnNames: readonly string[],
): Block {
  return {
    kind: 'table',
    title: 'Confusion matrix (rows: true class, columns: predicted)',
    columns: [{ name: '' }, ...columnNames.map((name) => right(name))],
    rows: confusion.map((row, c) => [rowNames[c], ...row.map((n, p) => cell(n, p === c))]),
  };
}

const longest = (texts: readonly string[]) => maxOf(texts.map(textWidth));

/**
 * The confusion matrix: with the names of the classes over its columns, with numbers where those do not fit,
 * or where not even the numbers do, a list of the most frequent mix-ups.
 */
export function confusionBlock(confusion: Confusion, names: readonly string[]): Block {
  const classes = names.map(visible);
  const digits = longest(confusion.flat().map(count));
  const widthWith = (rows: readonly string[], columns: readonly string[]) =>
    longest(rows) + 2 + columns.reduce((sum, name) => sum + Math.max(textWidth(name), digits) + 2, 0);
  if (widthWith(classes, classes) <= WIDTH) return matrixBlock(confusion, classes, classes);
  const numbers = classes.map((_, c) => String(c + 1));
  const numbered = classes.map((name, c) => `${numbers[c].padStart(longest(numbers))} ${name}`);
  if (widthWith(numbered, numbers) <= WIDTH) return matrixBlock(confusion, numbered, numbers);
  const totals = actualTotals(confusion);
  const mixUps = confusion
    .flatMap((row, c) => row.map((n, p) => ({ n, c, p })))
    .filter(({ n, c, p }) => n > 0 && p !== c)
    .sort((a, b) => b.n - a.n || a.c - b.c || a.p - b.p);
  const shown = mixUps.slice(0, LISTED);
  const more = mixUps.length > shown.length ? ` (${shown.length} of ${count(mixUps.length)})` : '';
  return {
    kind: 'table',
    title: `Most frequent mix-ups${more}; --json has the whole confusion matrix`,
    columns: [{ name: 'true class' }, { name: 'predicted' }, right('rows'), right('of its rows')],
    rows: shown.map(({ n, c, p }) => [classes[c], classes[p], count(n), percent(n / totals[c])]),
  };
}

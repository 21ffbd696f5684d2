import { textAt } from '../../data/table.ts';
import type { Table } from '../../data/table.ts';
import type { ClassSample } from '../../metrics/define.ts';
import type { Block } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { count, percent } from '../../util/quantity.ts';
import { counted } from '../../util/plural.ts';

/** Rows and columns that are shown at most. */
const ROWS = 10;
const COLUMNS = 5;

/** Answers of a classifier, with their probabilities [rows × classes]. */
type Answers = ClassSample & Required<Pick<ClassSample, 'probabilities'>>;

/**
 * The rows in which a classifier gives the true class the least probability.
 *
 * @param rows of the table that the answers are for
 * @param target name of the column of classes
 */
export function mistakesBlocks(table: Table, rows: Int32Array, target: string, sample: Answers): Block[] {
  const { classes, actual, predicted, probabilities } = sample;
  const width = classes.length;
  const wrong = Array.from(rows, (_, i) => i).filter((i) => predicted[i] !== actual[i]);
  if (wrong.length === 0) return [{ kind: 'text', text: 'No misclassified rows.' }];
  const columns = table.columns.filter(({ name }) => name !== target).slice(0, COLUMNS);
  const worst = wrong
    .sort((a, b) => probabilities[a * width + actual[a]] - probabilities[b * width + actual[b]])
    .slice(0, ROWS);
  return [
    {
      kind: 'text',
      text: `${count(wrong.length)} of ${counted(rows.length, 'row')} ${wrong.length === 1 ? 'is' : 'are'} misclassified; those with the lowest probability of the true class:`,
    },
    {
      kind: 'table',
      columns: [
        right('row'),
        { name: target },
        { name: 'predicted' },
        right('p(true)'),
        right('p(predicted)'),
        ...columns.map(({ name }) => right(name)),
      ],
      rows: worst.map((i) => [
        String(rows[i]),
        classes[actual[i]],
        classes[predicted[i]],
        percent(probabilities[i * width + actual[i]]),
        percent(probabilities[i * width + predicted[i]]),
        ...columns.map((column) => textAt(column, rows[i]) ?? ''),
      ]),
    },
  ];
}

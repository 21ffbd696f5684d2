import { describeTable } from '../data/describe/describe.ts';
import { describedResult } from '../figures/describe/describe.ts';
import { readTable } from '../inputs/openTable.ts';
import { labelsOption } from '../options/labels.ts';
import { dataOptions } from '../options/train/data.ts';
import { columnChoices } from '../tasks/table/dataset.ts';
import { defineCommand } from './define.ts';

const { target, task, drop, oneHot, bins } = dataOptions;

export const describe = defineCommand({
  name: 'describe',
  about:
    'A table before anything is learned from it: how the file is written, how each column is read and why, what is in it, the inputs it becomes, how strongly it goes with the target (r: correlation by Pearson, η: correlation ratio, V: by Cramér), and what is suspicious: identifiers, constants, duplicates, columns that give the target away, mixed types with their line. It shows what nn train with the same options would do. --column, --decimal, --date-format and --missing change how columns are read.',
  arguments: [{ name: 'data', summary: 'a table; - or nothing reads a pipe', required: false }],
  options: { target, labels: labelsOption, task, drop, oneHot, bins },
  examples: [
    { command: 'nn describe iris.csv', says: 'every column' },
    { command: 'nn describe iris.csv --target petal_width', says: 'for another target' },
    { command: 'nn describe iris.csv --format html -o iris.html', says: 'as a page' },
    { command: 'nn describe iris.csv --json', says: 'for other programs' },
  ],
  async run(context, { args: [path], options }) {
    const table = await readTable(context, path, { labels: options.labels });
    const choices = columnChoices({ ...options, nnfs: false });
    const steps = context.screen.steps('column', table.columns.length);
    const description = describeTable(table, choices, (columns) => steps.at(columns));
    steps.done();
    return describedResult({ table, description });
  },
});

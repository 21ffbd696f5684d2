import { flag, text, texts } from '../options/define.ts';
import type { Result } from '../report/result.ts';
import { recordNow } from '../inputs/runRecord.ts';
import { comparisonResult, filterOf, runsIn, runsResult, sorted } from '../runs/listing.ts';
import type { Listed } from '../runs/listing.ts';
import { defineCommand } from './define.ts';

/** Where nn train makes the folders of its runs. */
const FOLDER = 'runs';

export const runs = defineCommand({
  name: 'runs',
  about:
    'Lists the runs in folder runs: when, what and how well. With runs named, it shows them side by side: every setting and result in which they differ.',
  arguments: [
    { name: 'run', words: 'run', summary: 'folders of runs to compare', required: false, variadic: true },
  ],
  options: {
    sort: text('column to sort by: date, val_loss, val_accuracy, epochs, …', { placeholder: 'column' }),
    reverse: flag('in descending order'),
    filter: texts('only runs such as data=iris or val_accuracy>0.9; several: all of them', {
      placeholder: 'condition',
    }),
  },
  examples: [
    { command: 'nn runs', says: 'all of them' },
    { command: 'nn runs --sort val_accuracy --reverse', says: 'the best first' },
    { command: 'nn runs runs/iris-1 runs/iris-2', says: 'what differs' },
  ],
  async run({ files, screen }, { args, options: { filter, reverse, sort } }): Promise<Result> {
    if (args.length > 0) {
      const chosen: Listed[] = [];
      for (const run of args) chosen.push({ run, record: await recordNow(files, run) });
      return comparisonResult(chosen);
    }
    const folders = (await files.folders(FOLDER)).map((name) => `${FOLDER}/${name}`);
    const all = await runsIn({ files, screen }, folders);
    const conditions = filter.map(filterOf);
    const found = all.filter((one) => conditions.every((holds) => holds(one)));
    if (found.length === 0)
      screen.note(
        all.length > 0 ? `none of ${all.length} runs is so` : 'no runs here; nn train DATA makes one',
      );
    if (sort !== undefined) return runsResult(sorted(found, sort, reverse));
    return runsResult(reverse ? found.toReversed() : found);
  },
});

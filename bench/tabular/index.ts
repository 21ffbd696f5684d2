/**
 * How well `nn train` learns tables beside scikit-learn's gradient boosting and networks, on the same rows:
 *
 *     npm run bench:tabular -- folder-of-csv-files [options]
 *
 *     --tables a,b            some of the tables
 *     --targets a=x,b=y       the column to predict; the last one unless named
 *     --splits 0,1,2          random_state of each split into rows to train and a quarter to test
 *     --set 'name: options'   options of nn train; several; without any, the default network
 *     --seeds 0,1,2           each set is trained with each seed
 *     --cache file            what scikit-learn answered is kept there
 *     --json                  the figures of every split
 *
 * Prints docs/tabular.md's table.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { answersOf } from './ours.ts';
import type { OptionSet } from './ours.ts';
import { head, lineOf, markdownOf, summaryOf } from './report.ts';
import type { Answered, Line } from './report.ts';
import { peers, Sklearn } from './sklearn.ts';
import type { Split } from './answers.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tables: { type: 'string' },
    targets: { type: 'string', default: '' },
    splits: { type: 'string', default: '0,1,2' },
    set: { type: 'string', multiple: true, default: ['nn:'] },
    seeds: { type: 'string', default: '0' },
    cache: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const listOf = (text: string | undefined) => (text ? text.split(',') : []);

/** `name: --an-option value …` */
function optionSet(text: string): OptionSet {
  const at = text.indexOf(':');
  const words = text
    .slice(at + 1)
    .split(' ')
    .filter(Boolean);
  return { name: text.slice(0, at), options: words };
}

const [source] = positionals;
if (!source) throw new Error('name a folder of CSV files');
const targets = new Map(listOf(values.targets).map((pair) => pair.split('=') as [string, string]));
const sets = values.set.map(optionSet);
const seeds = listOf(values.seeds);
const wanted = listOf(values.tables);
const tables = readdirSync(source)
  .filter((file) => file.endsWith('.csv'))
  .map((file) => file.slice(0, -'.csv'.length))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

const folder = mkdtempSync(path.join(tmpdir(), 'nn-tabular-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const sklearn = new Sklearn(values.cache);
const lines: Line[] = [];
const say = (line: Line) => {
  lines.push(line);
  if (!values.json) console.log(markdownOf(line));
};

if (!values.json) console.log(head);
for (const table of tables) {
  const divided = listOf(values.splits).map((split) => {
    const own = path.join(folder, `${table}-${split}`);
    mkdirSync(own, { recursive: true });
    const request = { table: path.join(source, `${table}.csv`), target: targets.get(table) ?? '' };
    return { own, split: sklearn.divide({ ...request, split: Number(split), folder: own }) };
  });
  const theirs = (name: string): Answered[] =>
    divided.map(({ split }: { split: Split }) => ({ split, answers: split.models[name] }));
  for (const name of peers) say(lineOf(table, name, theirs(name)));
  for (const set of sets) {
    const answered = divided.flatMap(({ own, split }) =>
      seeds.map((seed) => {
        const options = [...set.options, '--seed', seed];
        return { split, answers: answersOf({ ...set, options }, split, own) };
      }),
    );
    say(lineOf(table, set.name, answered));
  }
}
if (values.json) console.log(JSON.stringify(lines));
else console.log(`\n${sets.map(({ name }) => summaryOf(name, lines)).join('\n')}`);

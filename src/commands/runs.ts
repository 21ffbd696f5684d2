import { usageError } from '../errors.ts';
import type { Block, DataColumn, Json, Result } from '../report/result.ts';
import { count, measure, percent } from '../util/quantity.ts';
import { didYouMean } from '../util/suggest.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { flag, text } from '../options/define.ts';
import { fileIn, RECORD } from '../inputs/runFiles.ts';
import { readRecord } from '../inputs/runRecord.ts';
import type { RunRecord } from '../inputs/runRecord.ts';

const FOLDER = 'runs';

interface Listed {
  readonly run: string;
  readonly record: RunRecord;
}

/** What can be listed, sorted by and filtered for. */
interface Field {
  readonly name: string;
  readonly value: (listed: Listed) => string | number | undefined;
  readonly show?: (value: number) => string;
  /** Shown in the table; least important first to go when it is narrow. */
  readonly dropAt?: number;
  /** Not in the table. */
  readonly hidden?: boolean;
}

const resultOf =
  (name: string) =>
  ({ record }: Listed) => {
    const value = record.result?.[name];
    return typeof value === 'number' ? value : undefined;
  };

const fields: readonly Field[] = [
  { name: 'run', value: ({ run }) => run },
  { name: 'date', value: ({ record }) => record.date.slice(0, 16).replace('T', ' '), dropAt: 4 },
  { name: 'data', value: ({ record }) => record.data.source.split('/').at(-1), dropAt: 3 },
  { name: 'network', value: ({ record }) => record.network, dropAt: 2 },
  { name: 'parameters', value: ({ record }) => record.parameters, show: count, hidden: true },
  { name: 'optimizer', value: ({ record }) => String(record.setup.optimizer), dropAt: 5 },
  { name: 'learning_rate', value: ({ record }) => Number(record.setup.learningRate), hidden: true },
  { name: 'seed', value: ({ record }) => record.seed, hidden: true },
  { name: 'epochs', value: resultOf('epochs'), show: count, dropAt: 1 },
  { name: 'loss', value: resultOf('loss'), show: measure, hidden: true },
  { name: 'val_loss', value: resultOf('validationLoss'), show: measure },
  { name: 'val_accuracy', value: resultOf('validationAccuracy'), show: percent },
  { name: 'state', value: ({ record }) => record.state },
];

function fieldNamed(name: string): Field {
  const found = fields.find((field) => field.name === name);
  if (found) return found;
  throw usageError(`there is no column "${name}" of runs`, {
    hint: didYouMean(
      name,
      fields.map((field) => field.name),
    ),
  });
}

/** `data=iris`, `val_accuracy>0.9`: texts contain, numbers compare. */
function filterOf(condition: string): (listed: Listed) => boolean {
  const [, name = '', operator = '', wanted = ''] = /^(\w+)\s*(<=|>=|=|<|>)\s*(.+)$/.exec(condition) ?? [];
  if (operator === '') {
    throw usageError(`--filter "${condition}": expected a condition such as data=iris or val_accuracy>0.9`);
  }
  const field = fieldNamed(name);
  return (listed) => {
    const value = field.value(listed);
    if (value === undefined) return false;
    if (operator === '=')
      return typeof value === 'number' ? value === Number(wanted) : value.includes(wanted);
    const [a, b] = [Number(value), Number(wanted)];
    return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b;
  };
}

async function listed(context: Context, names: readonly string[]): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const run of names) {
    if (await context.files.exists(fileIn(run, RECORD)))
      found.push({ run, record: await readRecord(context.files, run) });
  }
  return found;
}

const shown = ({ value, show }: Field, run: Listed): string => {
  const found = value(run);
  if (found === undefined) return '–';
  return typeof found === 'number' ? (show ?? String)(found) : found;
};

function tableOf(runs: readonly Listed[]): Block[] {
  const columns = fields.filter(({ hidden }) => !hidden);
  return [
    {
      kind: 'table',
      columns: columns.map(({ name, show, dropAt }) => ({
        name: name.replace('_', ' '),
        align: show ? 'right' : 'left',
        ...(dropAt !== undefined && { dropAt }),
      })),
      rows: runs.map((run) => columns.map((field) => shown(field, run))),
    },
  ];
}

/** Everything in which some runs differ, a column each. */
function comparison(runs: readonly Listed[]): Block[] {
  const facts = runs.map((run) => {
    const own: [string, string][] = fields.map((field) => [field.name.replace('_', ' '), shown(field, run)]);
    const choices = Object.entries(run.record.setup).flatMap(([name, value]): [string, string][] =>
      value !== null && typeof value === 'object'
        ? Object.entries(value).map(([inner, item]) => [`${name} ${inner}`, JSON.stringify(item)])
        : [[name, JSON.stringify(value)]],
    );
    return new Map([
      ...own.slice(1),
      ...choices.filter(([name]) => !['optimizer', 'seed', 'learningRate'].includes(name)),
    ]);
  });
  const names = [...new Set(facts.flatMap((all) => [...all.keys()]))];
  const rows = names.flatMap((name) => {
    const values = facts.map((all) => all.get(name) ?? '–');
    return runs.length > 1 && new Set(values).size === 1 ? [] : [[name, ...values]];
  });
  return [
    {
      kind: 'table',
      columns: [{ name: '' }, ...runs.map(({ run }) => ({ name: run, align: 'right' as const }))],
      rows,
    },
  ];
}

const asJson = (run: Listed): Json =>
  Object.fromEntries(fields.map((field) => [field.name, field.value(run) ?? null]));

export const runs = defineCommand({
  name: 'runs',
  about:
    'Lists the runs in folder runs: when, what and how well. With runs named, it shows them side by side: every setting and result in which they differ.',
  arguments: [{ name: 'run', summary: 'folders of runs to compare', required: false, variadic: true }],
  options: {
    sort: text('column to sort by: date, val_loss, val_accuracy, epochs, …', { placeholder: 'column' }),
    reverse: flag('the greatest first'),
    filter: text('only runs such as data=iris or val_accuracy>0.9', { placeholder: 'condition' }),
  },
  examples: [
    { command: 'nn runs', says: 'all of them' },
    { command: 'nn runs --sort val_accuracy --reverse', says: 'the best first' },
    { command: 'nn runs runs/iris-1 runs/iris-2', says: 'what differs' },
  ],
  async run(context, { args, options }): Promise<Result> {
    if (args.length > 0) {
      const chosen: Listed[] = [];
      for (const run of args) chosen.push({ run, record: await readRecord(context.files, run) });
      return { blocks: () => comparison(chosen), json: () => chosen.map(asJson) };
    }
    const names = (await context.files.folders(FOLDER)).map((name) => `${FOLDER}/${name}`);
    let found = await listed(context, names);
    if (options.filter !== undefined) found = found.filter(filterOf(options.filter));
    if (options.sort !== undefined) {
      const { value } = fieldNamed(options.sort);
      const order = (a: Listed, b: Listed) => {
        const [x, y] = [value(a), value(b)];
        if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
        const sign = options.reverse ? -1 : 1;
        return sign * (typeof x === 'number' ? x - Number(y) : x < String(y) ? -1 : x > String(y) ? 1 : 0);
      };
      found = found.toSorted(order);
    } else if (options.reverse) found = found.toReversed();
    if (found.length === 0) context.screen.note('no runs here; nn train DATA makes one');
    const column = (field: Field): DataColumn => ({
      name: field.name,
      values: found.map((run) => field.value(run) ?? null),
    });
    return {
      blocks: () => (found.length === 0 ? [] : tableOf(found)),
      json: () => found.map(asJson),
      ...(found.length > 0 && {
        data: { kind: 'rows', columns: fields.map(({ name }) => name), batches: () => [fields.map(column)] },
      }),
      dataFormat: 'table',
    };
  },
});

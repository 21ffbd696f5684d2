import { NnError, usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { fileIn, RECORD } from '../inputs/runFiles.ts';
import type { Block, DataColumn, Json, Result } from '../report/result.ts';
import { right } from '../report/table.ts';
import { epochFigures, validationFigures } from '../train/epochFigures.ts';
import type { EpochFigure } from '../train/epochFigures.ts';
import { errorColumn } from '../train/valueErrors.ts';
import { count, measure } from '../util/quantity.ts';
import { didYouMean } from '../util/suggest.ts';
import { recordNow } from '../inputs/runRecord.ts';
import type { RunRecord } from '../inputs/runRecord.ts';
import { baseName } from '../util/path.ts';

/** A run by its folder. */
export interface Listed {
  readonly run: string;
  readonly record: RunRecord;
}

/** What can be listed, sorted by and filtered for. */
interface Field {
  readonly name: string;
  readonly value: (listed: Listed) => string | number | undefined;
  readonly show?: (value: number) => string;
  /** The greatest number is the first to leave a narrow table. */
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

/** A figure of the epoch whose weights are kept, as the result of a run has it. */
const figureField = ({ key, column = key, show }: EpochFigure): Field => ({
  name: column,
  value: resultOf(column),
  show,
});

/** In the unit of the target. */
const VAL_RMSE = errorColumn('validation', 'rmse');

const fields: readonly Field[] = [
  { name: 'run', value: ({ run }) => run },
  { name: 'date', value: ({ record }) => record.date.slice(0, 16).replace('T', ' '), dropAt: 4 },
  { name: 'data', value: ({ record }) => baseName(record.data.source), dropAt: 3 },
  { name: 'network', value: ({ record }) => record.network, dropAt: 2 },
  { name: 'parameters', value: ({ record }) => record.parameters, show: count, hidden: true },
  { name: 'optimizer', value: ({ record }) => String(record.setup.optimizer), dropAt: 5 },
  { name: 'learning_rate', value: ({ record }) => Number(record.setup.learning_rate), hidden: true },
  { name: 'seed', value: ({ record }) => record.seed, hidden: true },
  { name: 'epochs', value: resultOf('epochs'), show: count, dropAt: 1 },
  ...[epochFigures.loss, epochFigures.penalty].map((figure) => ({ ...figureField(figure), hidden: true })),
  ...validationFigures.map(figureField),
  { name: VAL_RMSE, value: resultOf(VAL_RMSE), show: measure, hidden: true },
  { name: 'state', value: ({ record }) => record.state },
];

function fieldNamed(name: string): Field {
  const found = fields.find((field) => field.name === name);
  if (found) return found;
  const names = fields.map((field) => field.name);
  throw usageError(`there is no column "${name}" of runs`, { hint: didYouMean(name, names) });
}

/**
 * A condition such as `data=iris` or `val_accuracy>0.9`: texts contain, numbers compare.
 *
 * @throws NnError('usage')
 */
export function filterOf(condition: string): (listed: Listed) => boolean {
  const [, name = '', operator = '', limit = ''] = /^(\w+)\s*(<=|>=|=|<|>)\s*(.+)$/.exec(condition) ?? [];
  if (operator === '') {
    throw usageError(`--filter "${condition}": expected a condition such as data=iris or val_accuracy>0.9`);
  }
  const field = fieldNamed(name);
  // As figures are shown: 90 %.
  const share = /^([\d.]+)\s*%$/.exec(limit)?.[1];
  const bound = share === undefined ? Number(limit) : Number(share) / 100;
  if (operator !== '=' && Number.isNaN(bound))
    throw usageError(`--filter "${condition}": expected a number behind ${operator}, found "${limit}"`);
  return (listed) => {
    const value = field.value(listed);
    if (value === undefined) return false;
    if (operator === '=') return typeof value === 'number' ? value === bound : value.includes(limit);
    const [a, b] = [Number(value), bound];
    return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b;
  };
}

/**
 * Runs by a column, those without a value last.
 *
 * @throws NnError('usage')
 */
export function sorted(runs: readonly Listed[], column: string, reverse: boolean): Listed[] {
  const { value } = fieldNamed(column);
  const sign = reverse ? -1 : 1;
  return runs.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
    return sign * (typeof x === 'number' ? x - Number(y) : x < String(y) ? -1 : x > String(y) ? 1 : 0);
  });
}

/** The runs among some folders; one whose run.json cannot be read is named and left out. */
export async function runsIn(
  { files, screen }: Pick<Context, 'files' | 'screen'>,
  folders: readonly string[],
): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const run of folders) {
    const path = fileIn(run, RECORD);
    if (!(await files.exists(path))) continue;
    try {
      found.push({ run, record: await recordNow(files, run) });
    } catch (error) {
      if (!(error instanceof NnError) || error.kind !== 'input') throw error;
      screen.warn(`${path} cannot be read, so that this run is left out: ${error.message}`);
    }
  }
  return found;
}

const shown = ({ value, show }: Field, run: Listed): string => {
  const found = value(run);
  if (found === undefined) return '–';
  return typeof found === 'number' ? (show ?? String)(found) : found;
};

const labelOf = ({ name }: Field) => name.replace('_', ' ');

function tableOf(runs: readonly Listed[]): Block {
  const columns = fields.filter(({ hidden }) => !hidden);
  return {
    kind: 'table',
    columns: columns.map((field) => ({
      name: labelOf(field),
      align: field.show ? 'right' : 'left',
      ...(field.dropAt !== undefined && { dropAt: field.dropAt }),
    })),
    rows: runs.map((run) => columns.map((field) => shown(field, run))),
  };
}

const asJson = (run: Listed): Json =>
  Object.fromEntries(fields.map((field) => [field.name, field.value(run) ?? null]));

/** Runs as a table, JSON and rows. */
export function runsResult(runs: readonly Listed[]): Result {
  const columnOf = (field: Field): DataColumn => ({
    name: field.name,
    values: runs.map((run) => field.value(run) ?? null),
  });
  return {
    blocks: () => (runs.length > 0 ? [tableOf(runs)] : []),
    json: () => runs.map(asJson),
    data: {
      kind: 'rows',
      columns: fields.map(({ name }) => name),
      batches: () => [fields.map(columnOf)],
    },
    dataFormat: 'table',
  };
}

/** Results and choices of a run by their names; those of records one by one. */
function factsOf(listed: Listed): Map<string, string> {
  const results = fields.slice(1).map((field): [string, string] => [labelOf(field), shown(field, listed)]);
  const choices = Object.entries(listed.record.setup).flatMap(([name, value]): [string, string][] =>
    value !== null && typeof value === 'object'
      ? Object.entries(value).map(([inner, item]) => [`${name} ${inner}`, JSON.stringify(item)])
      : [[name, JSON.stringify(value)]],
  );
  // These are columns of the list already.
  const listedToo = new Set(['optimizer', 'seed', 'learning_rate']);
  return new Map([...results, ...choices.filter(([name]) => !listedToo.has(name))]);
}

/** Runs side by side: everything in which they differ, a column each; of one run everything. */
export function comparisonResult(runs: readonly Listed[]): Result {
  const facts = runs.map(factsOf);
  const names = [...new Set(facts.flatMap((all) => [...all.keys()]))];
  const rows = names.flatMap((name) => {
    const values = facts.map((all) => all.get(name) ?? '–');
    return runs.length > 1 && new Set(values).size === 1 ? [] : [[name, ...values]];
  });
  const columns = [{ name: '' }, ...runs.map(({ run }) => right(run))];
  return { blocks: () => [{ kind: 'table', columns, rows }], json: () => runs.map(asJson) };
}

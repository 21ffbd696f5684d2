import type { Column, Table } from '../../../src/data/table.ts';
import type { RandomState } from '../../../src/util/random.ts';
import { blobs, line } from './classes.ts';
import { gaussians, letters, made, numbers, tableOf, times, words } from './define.ts';
import type { Problem } from './define.ts';
import { friedman, plane } from './values.ts';

/** A problem with further columns that are made from its target and inputs. */
export function withColumns(
  name: string,
  problem: Problem,
  more: (table: Table, random: RandomState) => readonly Column[],
  facts: Pick<Problem, 'leaks' | 'doubtful'> = {},
): Problem {
  return {
    name,
    ...facts,
    make(rows, random, fresh) {
      const { table, floor } = problem.make(rows, random, fresh);
      const target = table.columns.slice(-1);
      return {
        table: tableOf([...table.columns.slice(0, -1), ...more(table, random), ...target], rows),
        floor,
      };
    },
  };
}

/** The numbers of a column, of classes their places. */
const valuesOf = (column: Column | undefined): number[] =>
  column === undefined ? [] : [...(column.kind === 'number' ? column.values : column.codes)];
const targetOf = ({ columns }: Table) => valuesOf(columns.at(-1));

const letterCodes = ({ columns }: Table): number[] => {
  const target = columns.at(-1);
  if (target?.kind !== 'category') return [];
  return [...target.codes].map((code) => target.categories[code].charCodeAt(0));
};

export const leakingCode = withColumns(
  'leak: code',
  blobs(3, 4, 2),
  (table) => [numbers('code', letterCodes(table))],
  { leaks: ['code'] },
);
export const leakingWord = withColumns(
  'leak: word',
  line(5, 0.5),
  (table) => [
    words(
      'state',
      letterCodes(table).map((code) => `s${code}`),
    ),
  ],
  { leaks: ['state'] },
);
export const leakingTotal = withColumns(
  'leak: total',
  friedman(2),
  (table, random) => [
    numbers(
      'total',
      targetOf(table).map((y) => 1.2 * y + 3 + 0.01 * random.standardNormal()),
    ),
  ],
  { leaks: ['total'] },
);
export const leakingRank = withColumns(
  'leak: rank',
  friedman(2),
  (table) => [
    numbers(
      'rate',
      targetOf(table).map((y) => Math.exp(y / 3)),
    ),
  ],
  { leaks: ['rate'] },
);
/** A column that knows the class well but not always. */
export const strongWord = withColumns('strong word', line(5, 0.5), (table, random) => [
  words(
    'sign',
    letterCodes(table).map((code) => (random.randomSample() < 0.04 ? 's97' : `s${code}`)),
  ),
]);
export const strongNumber = withColumns('strong number', plane(4, 0.3), (table, random) => [
  numbers(
    'near',
    targetOf(table).map((y) => 3 * y + 0.4 * random.standardNormal()),
  ),
]);
/** A measurement that separates the classes: its values differ in every row. */
export const threshold: Problem = {
  name: 'threshold',
  make(rows, random) {
    const x = times(rows, () => gaussians(4, random));
    return made(
      x.map(([a, ...rest]) => [a + (a > 0 ? 1 : -1), ...rest]),
      letters(x.map(([a]) => Number(a > 0))),
      0,
    );
  },
};
export const spareColumns = withColumns('spare columns', line(4, 0.4), (table, random) => [
  numbers(
    'year',
    times(table.rows, () => 2024),
  ),
  { ...table.columns[0], name: 'copy' },
  numbers('noise', gaussians(table.rows, random)),
]);

/** A table whose leaking columns hold the values of other rows: what they are before the target is known. */
export function withoutLeaks(table: Table, leaks: readonly string[], random: RandomState): Table {
  const order = random.permutation(table.rows);
  const columns = table.columns.map((column): Column => {
    if (!leaks.includes(column.name)) return column;
    return column.kind === 'number'
      ? { ...column, values: Float64Array.from(order, (row) => column.values[row]) }
      : { ...column, codes: Int32Array.from(order, (row) => column.codes[row]) };
  });
  return { ...table, columns };
}

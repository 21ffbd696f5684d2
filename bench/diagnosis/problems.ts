import type { Column, Table } from '../../src/data/table.ts';
import { RandomState } from '../../src/util/random.ts';

/** Rows of a problem with what is known about them because they were made. */
export interface Made {
  readonly table: Table;
  /**
   * Error of the best possible answers to these rows: the share of wrong classes, or the squared error as a share of
   * the variance.
   */
  readonly floor: number;
}

/** Something to learn whose truth is known; any number of rows can be drawn from it. */
export interface Problem {
  readonly name: string;
  /** @param fresh other rows than those that train, where rows are drawn from a table */
  make(rows: number, random: RandomState, fresh: boolean): Made;
  /** Columns that are the target under another name. */
  readonly leaks?: readonly string[];
  /** A column that gives the class without error but may be known before: both answers are right. */
  readonly doubtful?: true;
  /** Nothing can be learned of so few rows for each class. */
  readonly hopeless?: true;
  /** Rows follow each other. */
  readonly series?: true;
}

const numbers = (name: string, values: readonly number[]): Column => ({
  kind: 'number',
  name,
  values: Float64Array.from(values),
  missing: 0,
  integral: values.every(Number.isInteger),
});

function words(name: string, values: readonly string[]): Column {
  const categories = [...new Set(values)];
  return {
    kind: 'category',
    name,
    codes: Int32Array.from(values, (value) => categories.indexOf(value)),
    categories,
    missing: 0,
  };
}

const tableOf = (columns: readonly Column[], rows: number): Table => ({ columns, rows, source: 'made' });

/** Rows of numbers as columns x0, x1, …, with the target behind them. */
function made(
  x: readonly (readonly number[])[],
  target: Column,
  floor: number,
  more: readonly Column[] = [],
): Made {
  const columns = x[0].map((_, i) =>
    numbers(
      `x${i}`,
      x.map((row) => row[i]),
    ),
  );
  return { table: tableOf([...columns, ...more, target], x.length), floor };
}

const letters = (labels: readonly number[]) =>
  words(
    'class',
    labels.map((label) => 'abcdefghijklmnopqrstuvwxyz'[label]),
  );
const times = <T>(n: number, value: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => value(i));
const gaussians = (n: number, random: RandomState) => times(n, () => random.standardNormal());
const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const varianceOf = (values: readonly number[]) => {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
};
const squares = (values: readonly number[]) => meanOf(values.map((value) => value ** 2));
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Three arms of a spiral; `noise` in radians, of which an arm has a third of a turn. */
export const spiral = (noise: number): Problem => ({
  name: 'spiral',
  make(rows, random) {
    let wrong = 0;
    const labels = times(rows, (i) => i % 3);
    const x = labels.map((label) => {
      const radius = 0.15 + 0.85 * random.randomSample();
      const off = noise * random.standardNormal();
      if (Math.abs(off) > Math.PI / 3) wrong++;
      const angle = 6 * radius + (label * 2 * Math.PI) / 3 + off;
      return [radius * Math.sin(angle), radius * Math.cos(angle)];
    });
    return made(x, letters(labels), wrong / rows);
  },
});

/** Classes about centres at a distance of about `apart` standard deviations. */
export const blobs = (classes: number, inputs: number, apart: number): Problem => ({
  name: 'blobs',
  make(rows, random) {
    const fixed = new RandomState(7);
    const centres = times(classes, () => {
      const direction = gaussians(inputs, fixed);
      const size = Math.sqrt(dot(direction, direction));
      return direction.map((value) => (value / size) * apart * Math.SQRT1_2);
    });
    const labels = times(rows, (i) => i % classes);
    const x = labels.map((label) => centres[label].map((centre) => centre + random.standardNormal()));
    const nearest = x.map((row) => {
      const distances = centres.map((centre) =>
        centre.reduce((sum, value, i) => sum + (value - row[i]) ** 2, 0),
      );
      return distances.indexOf(Math.min(...distances));
    });
    const floor = meanOf(nearest.map((label, i) => Number(label !== labels[i])));
    return made(x, letters(labels), floor);
  },
});

/** The sign of a product, so that no column alone says anything; some labels are flipped. */
export const xor = (flipped: number, useless = 0): Problem => ({
  name: 'xor',
  make(rows, random) {
    let wrong = 0;
    const x = times(rows, () => times(2 + useless, () => random.uniform(-1, 1)));
    const labels = x.map(([a, b]) => {
      const flip = random.randomSample() < flipped;
      wrong += Number(flip);
      return Number(a * b > 0 !== flip);
    });
    return made(x, letters(labels), wrong / rows);
  },
});

/** Two classes by a weighted sum with noise on it: a line is the best answer. */
export const line = (inputs: number, noise: number): Problem => ({
  name: 'line',
  make(rows, random) {
    const weights = gaussians(inputs, new RandomState(11));
    const x = times(rows, () => gaussians(inputs, random));
    const sums = x.map((row) => dot(row, weights) / Math.sqrt(dot(weights, weights)));
    const labels = sums.map((sum) => Number(sum + noise * random.standardNormal() > 0));
    const floor = meanOf(sums.map((sum, i) => Number(Number(sum > 0) !== labels[i])));
    return made(x, letters(labels), floor);
  },
});

/** A regression: a function of the inputs with noise of a known size. */
function regression(
  name: string,
  input: (random: RandomState) => number[],
  of: (x: readonly number[]) => number,
  noise: number,
  { scale = 1, offset = 0 }: { scale?: number; offset?: number } = {},
): Problem {
  return {
    name,
    make(rows, random) {
      const x = times(rows, () => input(random));
      const errors = x.map(() => noise * random.standardNormal());
      const y = x.map((row, i) => of(row) + errors[i]);
      const target = numbers(
        'y',
        y.map((value) => offset + scale * value),
      );
      return made(x, target, squares(errors) / varianceOf(y));
    },
  };
}

export const plane = (inputs: number, noise: number): Problem => {
  const weights = gaussians(inputs, new RandomState(13));
  const size = Math.sqrt(dot(weights, weights));
  return regression(
    'plane',
    (random) => gaussians(inputs, random),
    (x) => dot(x, weights) / size,
    noise,
  );
};
export const sine = (noise: number): Problem =>
  regression(
    'sine',
    (random) => [random.uniform(-1, 1)],
    ([x]) => Math.sin(6 * x),
    noise,
  );
export const friedman = (noise: number): Problem =>
  regression(
    'friedman',
    (random) => times(10, () => random.randomSample()),
    ([a, b, c, d, e]) => 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e,
    noise,
  );
/** Prices of houses by area and rooms: large numbers of different sizes. */
export const houses = (noise: number): Problem =>
  regression(
    'houses',
    (random) => [random.uniform(40, 220), random.randint(1, 6)],
    ([area, rooms]) => (area - 130) / 52 + 0.3 * (rooms - 3),
    noise,
    { scale: 5200, offset: 31_000 },
  );
/** Targets that follow from nothing. */
export const chance: Problem = {
  name: 'chance',
  make(rows, random) {
    const labels = times(rows, (i) => i % 2);
    return made(
      times(rows, () => gaussians(6, random)),
      letters(labels),
      0.5,
    );
  },
};

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

/** Two classes of which one is rare, about centres so many deviations apart. */
export const rare = (share: number, apart: number): Problem => ({
  name: 'rare class',
  make(rows, random) {
    const labels = times(rows, (i) => Number(i % Math.round(1 / share) === 0));
    const x = labels.map((label) => gaussians(4, random).map((value) => value + (label * apart) / 2));
    return made(x, letters(labels), Math.min(share, 0.5));
  },
});

/** Images of 8 × 8 pixels: bars that lie or stand, all of which light the middle row or column. */
export const bars: Problem = {
  name: 'images',
  make(rows, random) {
    const labels = times(rows, (i) => i % 2);
    const x = labels.map((label) => {
      const at = 2 + random.randint(0, 4);
      return times(64, (pixel) => {
        const place = label === 0 ? pixel >> 3 : pixel & 7;
        const lit = Math.abs(place - at) < 1 ? 12 : 1;
        return Math.max(0, Math.round(lit + 2 * random.standardNormal()));
      });
    });
    return made(x, letters(labels), 0);
  },
};
/** Images of which single pixels tell the classes apart: a light upper or lower half. */
export const halves: Problem = {
  name: 'images of halves',
  make(rows, random) {
    const labels = times(rows, (i) => i % 2);
    const x = labels.map((label) =>
      times(64, (pixel) => {
        const light = Number(pixel >= 32) === label;
        return light ? 14 + random.randint(0, 3) : random.randint(0, 3);
      }),
    );
    return made(x, letters(labels), 0);
  },
};

/** Classes of one row each, beside a number that counts on. */
export const singles: Problem = {
  name: 'a class each',
  hopeless: true,
  make(rows, random) {
    const x = times(rows, (i) => [35 + 0.6 * i, 1 + (i % 4), random.randomSample()]);
    return made(
      x,
      words(
        'price',
        times(rows, (i) => `p${i % 150}`),
      ),
      0,
    );
  },
};

/** The four rows of a truth table. */
export const truthTable = (name: string, of: (a: number, b: number) => number): Problem => ({
  name,
  make(rows) {
    const x = times(rows, (i) => [(i >> 1) & 1, i & 1]);
    return made(x, letters(x.map(([a, b]) => of(a, b))), 0);
  },
});

/** A season of 12 steps with noise. */
export const season = (noise: number): Problem => ({
  name: 'series',
  series: true,
  make(rows, random) {
    const start = random.randint(0, 12);
    const clean = times(
      rows,
      (i) => Math.sin(((i + start) * Math.PI) / 6) + 0.5 * Math.cos(((i + start) * Math.PI) / 3),
    );
    const errors = gaussians(rows, random).map((value) => noise * value);
    const y = clean.map((value, i) => 50 + 10 * (value + errors[i]));
    return { table: tableOf([numbers('sales', y)], rows), floor: (100 * squares(errors)) / varianceOf(y) };
  },
});

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

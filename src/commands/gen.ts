import { generators } from '../data/generators/index.ts';
import type { Generated, Generator } from '../data/generators/define.ts';
import { extent, padded } from '../charts/chart.ts';
import type { Chart } from '../charts/chart.ts';
import { usageError } from '../errors.ts';
import type { DataColumn } from '../report/result.ts';
import { RandomState } from '../util/random.ts';
import { defineCommand } from './define.ts';
import { flag, number } from '../options/define.ts';
import type { AnyCommand } from './define.ts';

function sizesOf(generator: Generator, args: readonly string[]): number[] {
  return generator.parameters.map(({ name, fallback, min }, i) => {
    const raw = args[i];
    const value = raw === undefined ? fallback : Number(raw);
    if (value === undefined || !Number.isInteger(value) || value < min) {
      throw usageError(`${name}: expected a whole number of at least ${min}, found "${raw}"`, {
        hint: `for example: nn gen-${generator.name} ${generator.parameters.map((p) => p.fallback ?? (p.name === 'classes' ? 3 : 100)).join(' ')}`,
      });
    }
    if (value > 100_000_000) throw usageError(`${name}: ${raw} is more than 100,000,000`);
    return value;
  });
}

/** Column c of row-major x in the order of `rows`. */
function pick(
  x: Float32Array | Float64Array,
  width: number,
  c: number,
  rows: Int32Array | undefined,
  n: number,
) {
  const out = x instanceof Float32Array ? new Float32Array(n) : new Float64Array(n);
  for (let i = 0; i < n; i++) out[i] = x[(rows ? rows[i] : i) * width + c];
  return out;
}

function columnsOf({ features, x, rows: n, labels, values }: Generated, rows?: Int32Array): DataColumn[] {
  const columns: DataColumn[] = features.map((name, c) => ({
    name,
    values: pick(x, features.length, c, rows, n),
  }));
  if (labels) columns.push({ name: 'label', values: rows ? rows.map((row) => labels[row]) : labels });
  if (values) columns.push({ name: 'y', values: pick(values, 1, 0, rows, n) });
  return columns;
}

/** The points of a data set by class: its first two columns, or its one column and the value. */
function chartOf({ features, x, rows, labels, values }: Generated, title: string): Chart {
  const width = features.length;
  const across = Array.from({ length: rows }, (_, i) => x[i * width]);
  const up = Array.from({ length: rows }, (_, i) => (values ? values[i] : x[i * width + 1]));
  const classes = labels ? [...new Set(labels)].sort((a, b) => a - b) : [0];
  return {
    title,
    x: { label: features[0], ...padded(extent(across)) },
    y: { label: values ? 'y' : features[1], ...padded(extent(up)) },
    marks: classes.map((label) => {
      const own = (_: number, i: number) => !labels || labels[i] === label;
      const name = labels ? `class ${label}` : '';
      return { kind: 'points', name, series: label, x: across.filter(own), y: up.filter(own) };
    }),
  };
}

/** The command `gen-NAME` of a generator. */
export function generateCommand(name: string): AnyCommand {
  const generator = generators.get(name);
  const sample = generator.parameters.map((p) => p.fallback ?? (p.name === 'classes' ? 3 : 100)).join(' ');
  const noise = {
    noise: number('standard deviation of the Gaussian noise', { default: generator.noise ?? 0, min: 0 }),
  };
  return defineCommand({
    name: `gen-${name}`,
    about: generator.about,
    arguments: generator.parameters.map(({ name: argument, summary, fallback }) => ({
      name: argument,
      summary: fallback === undefined ? summary : `${summary} [${fallback}]`,
      required: fallback === undefined,
      words: 'none' as const,
    })),
    options: {
      shuffle: flag('rows in random order instead of class blocks'),
      plot: flag('draw the points instead of printing the rows; with -o as SVG, PNG or HTML'),
      ...(generator.noise !== undefined && noise),
    },
    examples: [
      { command: `nn gen-${name} ${sample} > data.csv`, says: 'rows as CSV' },
      { command: `nn gen-${name} ${sample} | nn train -`, says: 'straight into training' },
    ],
    async run(context, { args, options }) {
      const { seed, dtype } = context.global;
      const random = new RandomState(seed);
      const amount = 'noise' in options && typeof options.noise === 'number' ? options.noise : 0;
      const generated = generator.generate(random, { sizes: sizesOf(generator, args), noise: amount, dtype });
      const columns = columnsOf(generated, options.shuffle ? random.permutation(generated.rows) : undefined);
      if (options.plot) {
        const { plotted } = await import('../figures/plotted.ts');
        const chart = chartOf(generated, `gen-${name} ${args.join(' ')}`.trim());
        return plotted(context, { title: chart.title, panels: [chart] }, false);
      }
      return {
        blocks: () => [],
        data: { kind: 'rows', columns: columns.map((column) => column.name), batches: () => [columns] },
      };
    },
  });
}

import { extent, padded } from '../../charts/chart.ts';
import type { Chart, Mark } from '../../charts/chart.ts';
import { usageError } from '../../errors.ts';
import { counted } from '../../util/plural.ts';
import { didYouMean } from '../../util/suggest.ts';
import type { PlotKind, PlotNetwork, Plotted } from './define.ts';
import { recurrentPasses } from './recurrentPass.ts';
import type { RecurrentPass } from './recurrentPass.ts';

/** Units of which each has a line; more are a heat map. */
const LINES = 6;
/** Steps and units that are named one by one at most. */
const NAMED = 12;

type Curve = RecurrentPass['curves'][number];

/** What the curves do, and how the state follows from them. */
const FORMULAS = {
  rnn: ['h[t] = f(x[t]·Wi + bi + h[t−1]·Wh + bh), f the nonlinearity'],
  lstm: [
    'i: how much is written; f: how much of the cell stays; g: what would be written; o: how much of the cell is seen',
    'c[t] = f·c[t−1] + i·g,  h[t] = o·tanh(c[t])',
  ],
  gru: [
    'r: how much of the state the candidate sees; z: how much of the state stays; n: what the state would become',
    'h[t] = (1 − z)·n + z·h[t−1]',
  ],
} as const;

/** A line for each unit over time. */
function lineChart({ name, says, values }: Curve, { time, units }: RecurrentPass): Chart {
  const steps = Array.from({ length: time }, (_, t) => t);
  const marks = Array.from({ length: units }, (_, u): Mark => ({
    kind: 'line',
    name: `${name}[${u}]`,
    series: u,
    x: steps,
    y: steps.map((t) => values[t * units + u]),
  }));
  return {
    title: `${name}: ${says}`,
    x: { label: 'time step', ...extent([0, Math.max(1, time - 1)]) },
    y: { label: '', ...padded(extent(values)) },
    ...SIZES,
    marks,
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));

/** Units down, time across. */
function heatChart({ name, says, values }: Curve, { time, units }: RecurrentPass): Chart {
  const { low, high } = extent(values);
  const side = Math.max(Math.abs(low), Math.abs(high));
  const down =
    units <= NAMED
      ? { names: numbers(units).reverse(), low: -0.5, high: units - 0.5 }
      : { low: units - 0.5, high: -0.5 };
  return {
    title: `${name}: ${says}`,
    x: { label: 'time step', ...(time <= NAMED && { names: numbers(time) }), low: -0.5, high: time - 0.5 },
    y: { label: 'unit', ...down },
    ...SIZES,
    marks: [
      {
        kind: 'heat',
        columns: time,
        rows: units,
        values: Array.from(
          { length: time * units },
          (_, at) => values[(at % time) * units + Math.floor(at / time)],
        ),
        ...(low < 0 ? { low: -side, high: side } : { low: 0, high: Math.max(high, 1e-12) }),
      },
    ],
  };
}

const SIZES = { lines: 9, size: { width: 480, height: 300 } };

function picture({ name, model, sample }: PlotNetwork, layer: string | undefined): Plotted {
  if (!sample)
    throw usageError('states are those of a row: which data?', { hint: 'nn plot states MODEL DATA --row 0' });
  const passes = recurrentPasses(model, sample.x);
  const names = [...new Set(passes.map((pass) => pass.layer))];
  if (names.length === 0)
    throw usageError('this network has no recurrent layer', {
      hint: 'such as lstm:16 in --layers, of a series or a text',
    });
  const chosen = layer ?? names[0];
  const found = passes.filter((pass) => pass.layer === chosen);
  if (found.length === 0)
    throw usageError(`--layer: "${chosen}" is no recurrent layer`, { hint: didYouMean(chosen, names) });
  const [{ type, units, time, steps }] = found;
  const direction = (pass: RecurrentPass) =>
    found.length > 1 || pass.backwards ? (pass.backwards ? ', backwards' : ', forwards') : '';
  return {
    title: `${chosen} of ${name}: ${type}, ${counted(units, 'unit')} over ${counted(time, 'time step')}`,
    across: 2,
    panels: found.flatMap((pass) =>
      pass.curves.map((curve) => {
        const chart = units <= LINES ? lineChart(curve, pass) : heatChart(curve, pass);
        return { ...chart, title: `${chart.title}${direction(pass)}` };
      }),
    ),
    notes: [
      sample.heading,
      ...FORMULAS[type],
      ...(steps < time
        ? [`the row has ${counted(steps, 'step')}; what follows is padding, in which the state stays`]
        : []),
    ],
    data: {
      ...{ layer: chosen, type, units, time_steps: time, steps },
      passes: found.map((pass) => ({
        backwards: pass.backwards,
        ...Object.fromEntries(
          pass.curves.map((curve) => [
            curve.name,
            Array.from({ length: time }, (_, t) => curve.values.slice(t * units, (t + 1) * units)),
          ]),
        ),
      })),
    },
  };
}

export const states: PlotKind = {
  name: 'states',
  words: 'MODEL DATA',
  summary:
    'the state of an RNN, LSTM or GRU and its gates over the time of one row; --row and --layer choose',
  least: 2,
  most: 2,
  takes: ['row', 'labels', 'layer'],
  network: true,
  async chart(ports, words, options) {
    return picture(await ports.network(words, options), options.layer);
  },
};

import { softmax as function_ } from '../../activations/softmax.ts';
import { padded } from '../../charts/chart.ts';
import type { Chart } from '../../charts/chart.ts';
import { usageError } from '../../errors.ts';
import { readArray } from '../../inputs/arrays.ts';
import type { Model } from '../../model/file.ts';
import { resolve } from '../../network/graph.ts';
import type { Block } from '../../report/result.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { baseName } from '../../util/path.ts';
import { count } from '../../util/quantity.ts';
import { visible } from '../../util/visible.ts';
import type { PlotKind, Plotted } from './define.ts';
import { networkPass } from './networkPass.ts';
import { shortNumber } from './numbers.ts';
import { maxOf, minOf } from '../../util/extremes.ts';

/** Classes that are drawn at most: the most probable ones. */
const MOST = 12;
/** Of so many the two charts stand side by side. */
const BESIDE = 6;

/** Logits and what they are called. */
interface Logits {
  readonly values: readonly number[];
  readonly names: readonly string[];
  readonly title: string;
  readonly notes: readonly string[];
}

/** Softmax of one row by its own kernel: exp(zⱼ) / Σₖ exp(zₖ). */
export function softmaxOf(logits: readonly number[]): number[] {
  const n = logits.length;
  const f = new Float64Array(2 * n);
  f.set(logits);
  const views = { f, i: new Int32Array(0), round: (value: number) => value };
  function_.forward.reference(views, { x: 0, out: n, m: 1, n });
  return [...f.subarray(n)];
}

/** Bars with a name and a number each. */
function barChart(
  title: string,
  values: readonly number[],
  names: readonly string[],
  digits: (value: number) => string,
): Chart {
  const [low, high] = [Math.min(0, minOf(values)), Math.max(0, maxOf(values))];
  const { low: bottom, high: top } = padded({ low, high: high > low ? high : low + 1 }, 0.15);
  const n = values.length;
  return {
    title,
    x: { label: 'class', names: names.map(visible), low: -0.5, high: n - 0.5 },
    y: { label: '', low: low < 0 ? bottom : 0, high: top },
    lines: 12,
    size: { width: Math.max(360, 110 + 64 * n), height: 340 },
    marks: [
      {
        kind: 'bars',
        name: '',
        series: 0,
        apart: true,
        edges: values.map((_, i) => i - 0.5).concat(n - 0.5),
        heights: values,
        texts: values.map(digits),
      },
    ],
  };
}

const fourDigits = (value: number) => value.toFixed(4);

/** That the probabilities add up to 1, and that it is not seen where they are rounded. */
function sumNote(all: readonly number[], drawn: readonly number[]): string {
  const rounded = drawn.map((p) => Math.round(p * 1e4));
  const others = all.length - drawn.length;
  const rest = Math.round((1 - drawn.reduce((sum, p) => sum + p, 0)) * 1e4);
  const terms = [...rounded, ...(others > 0 ? [rest] : [])].map((p) => fourDigits(p / 1e4));
  const sum = rounded.reduce((total, p) => total + p, others > 0 ? rest : 0);
  const more = others > 0 ? ` (the last number is that of the ${count(others)} other classes)` : '';
  return sum === 1e4
    ? `The probabilities add up to 1: ${terms.join(' + ')} = 1${more}.`
    : `The probabilities add up to 1; rounded to four digits ${terms.join(' + ')} = ${fourDigits(sum / 1e4)}${more}.`;
}

function tableOf(
  { values, names }: Logits,
  probabilities: readonly number[],
  shown: readonly number[],
): Block {
  const powers = values.map((z) => Math.exp(z));
  const sum = powers.reduce((total, power) => total + power, 0);
  const right = (name: string) => ({ name, align: 'right' as const });
  return {
    kind: 'table',
    columns: [{ name: 'class' }, right('z'), right('exp(z)'), right('probability')],
    rows: shown.map((at) => [
      visible(names[at]),
      shortNumber(values[at]),
      shortNumber(powers[at]),
      fourDigits(probabilities[at]),
    ]),
    foot: [
      [
        shown.length < values.length ? `sum of all ${count(values.length)}` : 'sum',
        '',
        shortNumber(sum),
        '1',
      ],
    ],
  };
}

function picture(logits: Logits): Plotted {
  const { values, names, title, notes } = logits;
  const probabilities = softmaxOf(values);
  const order = values.map((_, at) => at).sort((a, b) => values[b] - values[a] || a - b);
  const shown = order.slice(0, MOST).sort((a, b) => a - b);
  const of = (all: readonly number[]) => shown.map((at) => all[at]);
  const named = shown.map((at) => names[at]);
  const most = shown.length < values.length ? `, the ${MOST} most probable of ${count(values.length)}` : '';
  return {
    title: `${title}${most}`,
    across: shown.length <= BESIDE ? 2 : 1,
    panels: [
      barChart('logits z', of(values), named, shortNumber),
      barChart('probabilities exp(z) / Σ exp(z)', of(probabilities), named, fourDigits),
    ],
    notes: [...notes, sumNote(probabilities, of(probabilities))],
    below: [tableOf(logits, probabilities, shown)],
    data: { classes: names, logits: values, probabilities },
  };
}

/** The logits that the last layer of a network makes probabilities of. */
function logitsOf(
  { spec, preprocessing, weights }: Model,
  x: ArrayLike<number>,
  path: string,
): Pick<Logits, 'values' | 'names'> {
  const last = resolve(spec, 1, 'predict').at(-1);
  if (last?.node.type !== 'activation' || last.node.options.function !== 'softmax')
    throw usageError(`${path} does not end with softmax`, {
      hint: 'a network with one output for each of three or more classes does; of two, sigmoid is the same',
    });
  const { values } = networkPass({ spec, weights }, x);
  const logits = values?.get(last.node.inputs[0]) ?? [];
  const width = last.inferred.output.at(-1) ?? logits.length;
  const target = preprocessing?.target;
  const classes = target?.kind === 'classes' && target.classes.length === width ? target.classes : undefined;
  // Of a sequence its last step.
  return { values: logits.slice(-width), names: classes ?? logits.slice(-width).map((_, at) => String(at)) };
}

export const softmax: PlotKind = {
  name: 'softmax',
  words: "'[2, 1, 0.1]' | MODEL DATA",
  summary:
    'logits and what softmax makes of them: probabilities that add up to 1; of a model for --row of DATA',
  least: 1,
  most: 2,
  takes: ['row', 'labels'],
  async chart(ports, [first, data], { row, labels }) {
    if (data !== undefined) {
      const { model, sample } = await ports.sample(first, data, { row, labels });
      const name = baseName(first);
      return picture({
        ...logitsOf(model, sample.x, name),
        title: `softmax of ${name}`,
        notes: [sample.heading],
      });
    }
    const array = await readArray(ports, first, 1);
    const { shape } = array;
    const width = shape.at(-1) ?? 1;
    const rows = array.data.length / Math.max(1, width);
    const at = row ?? 0;
    if (shape.length === 0 || width < 2 || at >= rows)
      throw usageError(
        at >= rows && rows > 0
          ? `--row ${at}: the array has the shape ${shapeToString(shape)}`
          : `softmax needs two logits or more, found an array of shape ${shapeToString(shape)}`,
        { hint: "such as nn plot softmax '[2.0, 1.0, 0.1]'" },
      );
    const values = Array.from({ length: width }, (_, i) => Number(array.data[at * width + i]));
    if (values.some((value) => !Number.isFinite(value))) throw usageError('softmax needs finite logits');
    const title = rows > 1 ? `softmax of row ${at} of ${rows}` : 'softmax';
    return picture({ values, names: values.map((_, i) => String(i)), title, notes: [] });
  },
};

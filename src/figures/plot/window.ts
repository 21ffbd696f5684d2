import { tickText } from '../../charts/chart.ts';
import type { Chart } from '../../charts/chart.ts';
import { usageError } from '../../errors.ts';
import { digits, factor } from '../../explain/write.ts';
import type { Model } from '../../model/file.ts';
import { resolve } from '../../network/graph.ts';
import type { ResolvedNode } from '../../network/graph.ts';
import { didYouMean } from '../../util/suggest.ts';
import type { PlotKind, PlotNetwork, Plotted, PlotOptions } from './define.ts';
import { networkPass } from './networkPass.ts';
import { maxOf } from '../../util/extremes.ts';

/** Input channels whose maps are drawn; of the others only their sums are said. */
const MOST_CHANNELS = 3;
/** Kernels of more columns or rows have no numbers in their cells. */
const MOST_SIDE = 7;
/** Products that are written out in a sum. */
const WRITTEN = 9;

/** A convolution at one position: what it sees of the input, and what it makes of it. */
interface Seen {
  readonly layer: string;
  /** Row and column of the output, and its channel. */
  readonly at: readonly [row: number, column: number];
  readonly filter: number;
  readonly filters: number;
  /** Rows and columns of the input that the window covers; some may lie outside. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** For each input channel the window and the kernel, row by row; NaN where the window is in the padding. */
  readonly channels: readonly { readonly channel: number; readonly x: number[]; readonly w: number[] }[];
  readonly bias: number | undefined;
  readonly output: number;
  /** The activation after it, and what that makes of the output. */
  readonly after: { readonly name: string; readonly value: number } | undefined;
}

/** Which position of which filter. */
type Choice = Pick<PlotOptions, 'layer' | 'at' | 'channel'>;

const isConvolution = ({ node }: ResolvedNode) => node.type === 'conv' || node.type === 'conv1d';

/** @throws NnError('usage') where there is no such convolution */
function convolutionOf(nodes: readonly ResolvedNode[], layer: string | undefined): ResolvedNode {
  const all = nodes.filter(isConvolution);
  const found = layer === undefined ? all[0] : all.find(({ node }) => node.name === layer);
  if (found) return found;
  const names = all.map(({ node }) => node.name);
  if (names.length === 0)
    throw usageError('this network has no convolution', {
      hint: 'such as conv:8:3 in --layers, for images of --image 28x28x1',
    });
  throw usageError(`--layer: "${layer}" is no convolution`, { hint: didYouMean(layer ?? '', names) });
}

/** The position that --at names, the middle unless given. @throws NnError('usage') */
function positionOf(at: string | undefined, { oh, ow }: Readonly<Record<string, number>>): [number, number] {
  const middle: [number, number] = [Math.floor(oh / 2), Math.floor(ow / 2)];
  if (at === undefined) return middle;
  const parts = at.split(',').map(Number);
  const [row, column] = parts.length === 1 && oh === 1 ? [0, parts[0]] : parts;
  const whole = parts.length <= 2 && [row, column].every((value) => Number.isInteger(value) && value >= 0);
  const example = oh === 1 ? String(middle[1]) : middle.join(',');
  if (!whole)
    throw usageError(
      `--at ${at}: expected ${oh === 1 ? 'a position' : 'row,column'}, such as --at ${example}`,
    );
  if (row >= oh || column >= ow)
    throw usageError(
      `--at ${at}: the output has ${oh === 1 ? `${ow} positions` : `${oh} rows and ${ow} columns`}, counted from 0`,
    );
  return [row, column];
}

/** @throws NnError('usage') for a position or a filter that is not there */
function seen(model: Model, x: ArrayLike<number>, { layer, at, channel = 0 }: Choice): Seen {
  const nodes = resolve(model.spec, 1, 'predict');
  const found = convolutionOf(nodes, layer);
  const { node, inferred } = found;
  const { h, w, c, kh, kw, cg, n, ow, strideY, strideX, padTop, padLeft, dilationY, dilationX } =
    inferred.sizes;
  if (channel >= n) throw usageError(`--channel ${channel}: ${node.name} has ${n} filters, counted from 0`);
  const [row, column] = positionOf(at, inferred.sizes);
  const { values } = networkPass(model, x);
  const input = values?.get(node.inputs[0]) ?? [];
  const output = values?.get(node.name) ?? [];
  const weight = (key: string) => Array.from(model.weights.get(`${node.name}.${key}`)?.data ?? [], Number);
  const [W, b] = [weight('weight'), weight('bias')];
  const rows = Array.from({ length: kh }, (_, i) => row * strideY - padTop + i * dilationY);
  const columns = Array.from({ length: kw }, (_, j) => column * strideX - padLeft + j * dilationX);
  const inside = (y: number, z: number) => y >= 0 && z >= 0 && y < h && z < w;
  const first = Math.floor(channel / (n / (c / cg))) * cg;
  const place = (row * ow + column) * n + channel;
  const next = nodes.find((one) => one.node.type === 'activation' && one.node.inputs[0] === node.name);
  const activated = next && values?.get(next.node.name)?.[place];
  return {
    ...{ layer: node.name, at: [row, column], filter: channel, filters: n, rows, columns },
    channels: Array.from({ length: cg }, (_, k) => ({
      channel: first + k,
      x: rows.flatMap((y) =>
        columns.map((z) => (inside(y, z) ? input[(y * w + z) * c + first + k] : Number.NaN)),
      ),
      w: rows.flatMap((__, i) => columns.map((___, j) => W[((i * kw + j) * cg + k) * n + channel])),
    })),
    bias: b.length > 0 ? b[channel] : undefined,
    output: output[place],
    after:
      next && activated !== undefined
        ? { name: String(next.node.options.function), value: activated }
        : undefined,
  };
}

/** The products of a window and a kernel; those in the padding are 0. */
const productsOf = ({ x, w }: { readonly x: readonly number[]; readonly w: readonly number[] }): number[] =>
  x.map((value, i) => (Number.isNaN(value) ? Number.NaN : value * w[i]));

const sumOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);

/** A number in a cell: two digits after the point where they say something. */
function cellText(value: number): string {
  if (Number.isNaN(value)) return '·';
  const rounded = Number(Math.abs(value) >= 100 ? value.toPrecision(4) : value.toFixed(2));
  return tickText(rounded === 0 && value !== 0 ? Number(value.toPrecision(1)) : rounded);
}

/** A map of numbers, which stand in its cells where there is room. */
function map(
  title: string,
  values: readonly number[],
  rows: readonly string[],
  columns: readonly string[],
  label: string,
): Chart {
  const finite = values.filter((value) => !Number.isNaN(value));
  const side = Math.max(1e-12, maxOf(finite.map(Math.abs)));
  const negative = finite.some((value) => value < 0);
  const written = columns.length <= MOST_SIDE && rows.length <= MOST_SIDE;
  const axis = (names: readonly string[]) => ({ names, low: -0.5, high: names.length - 0.5 });
  return {
    title,
    x: { label, ...axis(columns) },
    y: { label: '', ...axis(rows.toReversed()) },
    lines: Math.max(3, rows.length * 2 - 1),
    columns: Math.max(14, columns.length * 7),
    legend: false,
    size: { width: Math.max(300, 110 + 56 * columns.length), height: Math.max(190, 112 + 40 * rows.length) },
    marks: [
      {
        kind: 'heat',
        columns: columns.length,
        rows: rows.length,
        values,
        ...{ low: negative ? -side : 0, high: side },
        ...(written && { texts: values.map((value) => cellText(value)), bare: true }),
      },
    ],
  };
}

/** The three maps of an input channel. */
function mapsOf(view: Seen, { channel, x, w }: Seen['channels'][number]): Chart[] {
  const of = view.channels.length > 1 ? `, channel ${channel}` : '';
  const numbers = (length: number) => Array.from({ length }, (_, i) => String(i));
  const [kh, kw] = [numbers(view.rows.length), numbers(view.columns.length)];
  return [
    map(`input x${of}`, x, view.rows.map(String), view.columns.map(String), 'row, column of x'),
    map(`kernel w${of}`, w, kh, kw, 'row, column of w'),
    map('products x·w', productsOf({ x, w }), kh, kw, `sum ${digits(sumOf(productsOf({ x, w })))}`),
  ];
}

/** Input channels and their sums, bias and output, as one sum. */
function sumNotes({ layer, at, filter, channels, bias, output, after, rows }: Seen): string[] {
  const sums = channels.map((one) => sumOf(productsOf(one)));
  const terms =
    channels.length === 1 && channels[0].x.length <= WRITTEN
      ? channels[0].x.flatMap((x, i) => (Number.isNaN(x) ? [] : [`${digits(x)}·${factor(channels[0].w[i])}`]))
      : sums.map(digits);
  const place = rows.length === 1 ? `${at[1]},${filter}` : `${at.join()},${filter}`;
  const biased = bias === undefined ? '' : ` + bias ${factor(bias)}`;
  const what = channels.length > 1 ? 'sums of the channels' : 'sum of the products';
  const padded = channels[0].x.filter(Number.isNaN).length;
  return [
    `${what}: ${terms.length > 0 ? terms.join(' + ').replaceAll('+ -', '− ') : '0'}${biased} = ${digits(output)} = ${layer}[${place}]`,
    ...(after ? [`after ${after.name}: ${digits(after.value)}`] : []),
    ...(channels.length > MOST_CHANNELS
      ? [
          `drawn: channels ${channels[0].channel} to ${channels[MOST_CHANNELS - 1].channel} of ${channels.length}`,
        ]
      : []),
    ...(padded > 0 ? [`${padded} of ${channels[0].x.length} places lie in the padding (·) and count 0`] : []),
  ];
}

/**
 * The window, the kernel and their products, channel by channel, and their sum.
 *
 * @throws NnError('usage')
 */
export function windowPicture({ name, model, sample }: PlotNetwork, options: Choice): Plotted {
  if (!sample)
    throw usageError('a window is one of a row: which data?', { hint: 'nn plot window MODEL DATA --row 0' });
  const view = seen(model, sample.x, options);
  const { layer, at, filter, filters, channels, rows, columns, bias, output, after } = view;
  const size = rows.length === 1 ? `${columns.length}` : `${rows.length}x${columns.length}`;
  return {
    title: `${layer} of ${name} at ${rows.length === 1 ? at[1] : at.join(',')}, filter ${filter} of ${filters}: window ${size} → ${digits(output)}`,
    across: 3,
    panels: channels.slice(0, MOST_CHANNELS).flatMap((one) => mapsOf(view, one)),
    notes: [sample.heading, ...sumNotes(view)],
    data: {
      ...{ layer, at, filter, input_rows: rows, input_columns: columns },
      channels: channels.map((one) => ({
        channel: one.channel,
        window: one.x.map((x) => x || 0),
        kernel: one.w,
        products: productsOf(one).map((x) => x || 0),
        sum: sumOf(productsOf(one)),
      })),
      padding: channels[0].x.map(Number.isNaN),
      ...(bias !== undefined && { bias }),
      output,
      ...(after && { activation: after.name, activated: after.value }),
    },
  };
}

export const window: PlotKind = {
  name: 'window',
  words: 'MODEL DATA',
  summary:
    'a convolution at one position: the window of the input, the kernel, their products, and the sum; --row, --layer, --at row,column and --channel choose',
  least: 2,
  most: 2,
  takes: ['row', 'labels', 'layer', 'at', 'channel'],
  network: true,
  async chart(ports, words, options) {
    return windowPicture(await ports.network(words, options), options);
  },
};

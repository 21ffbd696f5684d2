import { usageError } from '../errors.ts';
import { plotted } from '../figures/plotted.ts';
import { networkArguments, networkOption, networkText } from '../inputs/network.ts';
import type { Model } from '../model/file.ts';
import { NO_NETWORK, networkSourceNames, networkSourceOptions } from '../options/networkSource.ts';
import { preparedRows } from '../runs/preparedRows.ts';
import { networkModel, networkSamples } from '../runs/networkModel.ts';
import type { ModelAndSamples } from '../runs/networkModel.ts';
import { activations } from '../activations/index.ts';
import { generators } from '../data/generators/index.ts';
import { SOFTMAX } from '../figures/plot/activation.ts';
import { flagOf } from '../util/flag.ts';
import { baseName } from '../util/path.ts';
import { counted } from '../util/plural.ts';
import { didYouMean } from '../util/suggest.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { flag, integer, text, texts } from '../options/define.ts';
import { trainOptions } from '../options/train.ts';
import { labelsOption } from '../options/labels.ts';
import type { PlotKind, PlotOptions, PlotPorts, PlotSample } from '../figures/plot/define.ts';
import { plotKinds } from '../figures/plot/index.ts';

/** The sample of some data that a chart is about. */
function sampleOf({ model, samples }: ModelAndSamples, row: number): { model: Model; sample: PlotSample } {
  const { count, unit } = samples;
  if (row >= count)
    throw usageError(
      `--row ${row}: there ${count === 1 ? 'is' : 'are'} ${counted(count, ...unit)}, counted from 0`,
    );
  const { x } = samples.encode(Int32Array.of(row));
  return { model, sample: { x, heading: samples.describe(row).heading } };
}

/** The ports of a kind of plot: those of every command, and how a network and a row of data are read. */
const plotPorts = (context: Context): PlotPorts => ({
  ...context,
  async sample(modelPath, dataPath, { row = 0, labels }) {
    const given = { path: modelPath, data: dataPath };
    const choices = { ...NO_NETWORK, labels, targetless: true } as const;
    return sampleOf(await networkSamples(context, given, choices), row);
  },
  async network(words, options) {
    // Here --target is a column to draw.
    const o = { ...options, target: undefined };
    const { path, data } = networkArguments(words, o);
    // Weights that are written out say nothing as a name.
    const named = o.weights.length > 0 ? 'given weights' : networkText(o);
    const name = path === undefined ? named : baseName(path);
    if (data === undefined) return { name, model: await networkModel(context, { path, data }, o) };
    const opened = await networkSamples(context, { path, data }, { ...o, targetless: true });
    return { name, ...sampleOf(opened, o.row ?? 0) };
  },
  rows: (data, count, { image, time, window, target, labels }) =>
    preparedRows(context, data, count, { image, time, window, target, labels }),
});

/** @throws NnError('usage') where so many words do not follow the name of a kind */
function checkWords(kind: PlotKind, words: readonly string[], o: PlotOptions): void {
  const named = kind.network === true && networkOption(o) !== undefined;
  const least = named ? kind.least - 1 : kind.least;
  // With the network in options the words are data, of which a network may take its inputs.
  const most = named ? Math.max(1, kind.most - 1) : kind.most;
  if (words.length >= least && words.length <= most) return;
  const found = words.length === 0 ? 'nothing' : words.join(' ');
  // Words without an end in the help have one.
  const text =
    kind.words.endsWith('...') && words.length > most
      ? `at most ${most} (${kind.words}), found ${words.length}: ${found}`
      : `${kind.words}, found ${found}`;
  const drawn = words.filter((word) => !word.includes('softmax')).slice(0, most);
  const hint =
    kind.name === 'activation' && words.length > most
      ? `${most} curves at most: nn plot activation ${drawn.join(' ')}${words.includes('softmax') ? `; softmax has a chart of its own: ${SOFTMAX}` : ''}`
      : kind.summary;
  throw usageError(`nn plot ${kind.name} takes ${text}`, { hint });
}

/** An example of a size of a data set. */
const sizeOf = ({ name }: { readonly name: string }): string => (name === 'classes' ? '3' : '100');

/** What was meant by a word that is no kind: an activation, a data set, or the nearest kind. */
function kindHint(name: string): string {
  const activation = activations.find(name);
  if (activation) return activation.name === 'softmax' ? SOFTMAX : `nn plot activation ${activation.name}`;
  const generator = generators.find(name);
  return generator
    ? ['nn', `gen-${generator.name}`, ...generator.parameters.map(sizeOf), '--plot'].join(' ')
    : didYouMean(name, plotKinds.names);
}

/** The options that a kind takes. */
const taken = ({ takes, network }: PlotKind): readonly string[] => [
  ...takes,
  ...(network ? networkSourceNames : []),
];

/** @throws NnError('usage') for an option that a kind does not have */
function checkOptions(kind: PlotKind, options: PlotOptions): void {
  const given = Object.entries(options).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  const stray = given.find(([option]) => !taken(kind).includes(option));
  if (!stray) return;
  const takers = plotKinds.all.filter((other) => taken(other).includes(stray[0]));
  throw usageError(`nn plot ${kind.name} has no ${flagOf(stray[0])}`, {
    hint: `it belongs to ${takers.map((taker) => taker.name).join(', ')}`,
  });
}

const list = plotKinds.all.map(({ name, words, summary }) => `${name} ${words}: ${summary}`).join('\n\n');

export const plot = defineCommand({
  name: 'plot',
  about: `Draws a chart in the terminal, or with -o chart.svg, .png or .html in a file. Kinds:\n\n${list}`,
  arguments: [
    { name: 'kind', summary: plotKinds.names.join(', '), words: plotKinds.names, required: true },
    { name: 'words', summary: 'files or names, depending on the kind', required: false, variadic: true },
  ],
  options: {
    x: text('column along x', { placeholder: 'column' }),
    y: text('column along y', { placeholder: 'column' }),
    target: text('column of the classes', { placeholder: 'column' }),
    metric: texts('curves: what is drawn; loss unless given', { placeholder: 'name' }),
    layer: text('weights, histograms, filters, features, window, states: of which layer', {
      placeholder: 'name',
    }),
    row: integer('network, softmax, features, window, states: of which row, from 0; 0 unless given', {
      min: 0,
    }),
    bins: integer('histogram: number of bins', { min: 1 }),
    at: text('window: position in the output, the middle unless given', { placeholder: 'row,column' }),
    channel: integer('window: of which filter, from 0; 0 unless given', { min: 0 }),
    augment: trainOptions.augment,
    image: trainOptions.image,
    rows: integer('augment: how many rows; 4 unless given', { min: 1 }),
    time: trainOptions.time,
    window: trainOptions.window,
    training: flag('network: as training sees it in its first step, with dropout'),
    labels: labelsOption,
    ...networkSourceOptions,
    html: flag('a page with the picture, on stdout or with -o in a file'),
  },
  examples: [
    { command: 'nn plot scatter iris.csv --x petal_length --y petal_width', says: 'two columns by class' },
    {
      command: "nn plot network '[120,3]' --weights '[100,50]' --bias 20000",
      says: 'one neuron, with its numbers',
    },
    { command: "nn plot softmax '[2.0, 1.0, 0.1]'", says: 'logits and probabilities' },
    {
      command: 'nn plot augment digits.csv --image 8x8x1 --augment rotate:20,shift:1',
      says: 'images before and after',
    },
    { command: 'nn plot curves runs/iris-1 runs/iris-2 --metric accuracy', says: 'two runs' },
    { command: 'nn plot boundary spiral.safetensors spiral.csv -o boundary.svg', says: 'as a picture' },
  ],
  async run(context, { args: [name, ...words], options: { html, ...o } }) {
    const kind = plotKinds.find(name);
    if (!kind) {
      throw usageError(`there is no chart "${name}"`, {
        hint: kindHint(name),
      });
    }
    const options: PlotOptions = o;
    checkWords(kind, words, options);
    checkOptions(kind, options);
    const drawn = await kind.chart(plotPorts(context), words, options);
    const picture = 'panels' in drawn ? drawn : { title: drawn.title, panels: [drawn] };
    return plotted(context, picture, html);
  },
});

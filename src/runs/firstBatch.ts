import { counted } from '../util/plural.ts';
import { inputError } from '../errors.ts';
import type { Division } from '../explain/narrate/batch.ts';
import type { Subject } from '../explain/replica.ts';
import { withGlobal } from '../host/context.ts';
import type { Context } from '../host/context.ts';
import { isJsonNetwork, isNetworkFile, networkArguments, openNetwork } from '../inputs/network.ts';
import { openRows } from '../inputs/rows.ts';
import { fileIn, RECORD } from '../inputs/runFiles.ts';
import { readRecord } from '../inputs/runRecord.ts';
import type { Model } from '../model/file.ts';
import { formatLayers } from '../network/formatLayers.ts';
import type { Penalty } from '../network/spec.ts';
import type { Given } from '../options/define.ts';
import type { BatchOptions } from '../options/followed.ts';
import { globalsOf, repeatable, valuesOf, withOptions } from '../options/spec.ts';
import type { GivenOptions } from '../options/spec.ts';
import { lossOf } from '../tasks/openSamples.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { batchesOf, trainingOrder } from '../train/order.ts';
import type { WholePart } from '../train/part.ts';
import { startWeights } from '../train/startWeights.ts';
import { RandomState } from '../util/random.ts';
import { prepare } from './decide.ts';
import type { Prepared } from './decide.ts';
import { defaultBatch } from './defaults.ts';
import { networkSamples } from './networkModel.ts';
import type { ModelAndData, SampleChoices } from './networkModel.ts';

/** Epochs whose order is shown. */
const EPOCHS = 2;

/** The first batch of a training run: how the rows are divided, and what goes through the network. */
export interface FirstBatch {
  readonly division: Division;
  readonly subject: Subject & { readonly rows: number };
  /** Targets of the rows of the batch, in words. */
  readonly targets: readonly string[];
  /** Penalties that the training has. */
  readonly penalty: Partial<Penalty>;
}

/** Targets in words: names of classes, values in their units. */
function targetTexts(
  { preprocessing: { target } }: Prepared,
  values: ArrayLike<number>,
  rows: number,
): string[] {
  if (values.length !== rows) return [];
  if (target.kind === 'classes') return Array.from(values, (label) => target.classes[label] ?? '');
  return Array.from(values, (value) => String(Number((value * target.scale + target.mean).toPrecision(6))));
}

/** Some rows of a part, in the given order. */
function gathered({ x, target, rows }: WholePart, order: ArrayLike<number>, count: number) {
  const take = (all: ArrayLike<number>) => {
    const width = all.length / rows;
    return Array.from(
      { length: count * width },
      (_, i) => all[order[Math.floor(i / width)] * width + (i % width)],
    );
  };
  return { x: take(x), target: take(target) };
}

/** The rows of a run in memory. */
function wholePart({ train, source }: Prepared): WholePart {
  if (train.kind === 'whole') return train;
  throw inputError(
    'rows that are streamed are shuffled a window at a time, and no batch of them is followed',
    {
      where: { source },
      hint: 'leave out --stream',
    },
  );
}

/** @throws NnError('input') where the rows are not those of the network */
function checkWidth({ spec, preprocessing }: Model, { x, rows }: WholePart, source: string): void {
  const [width, wanted] = [x.length / rows, sizeOf(spec.input)];
  if (width === wanted) return;
  throw inputError(`the network takes ${counted(wanted, 'input')}, but the rows have ${width}`, {
    where: { source },
    hint: preprocessing?.pieces
      ? 'name the folder of its run, which knows how the rows were read: nn explain batch runs/NAME'
      : 'leave out --layers and other options that say what the rows are',
  });
}

/** The first batch of a run whose choices are made. */
function batchOfRun(context: Context, prepared: Prepared, model: Model | undefined): FirstBatch {
  const part = wholePart(prepared);
  const spec = model?.spec ?? prepared.setup.spec;
  const setup = { ...prepared.setup, spec };
  if (!model)
    context.screen.note(
      `untrained network ${formatLayers(spec)} for ${prepared.source}: weights ${setup.init}, seed ${setup.seed}`,
    );
  if (model) checkWidth(model, part, prepared.source);
  const { sizes, epochs } = trainingOrder(setup, part.rows, EPOCHS);
  const [size] = sizes;
  const { x, target } = gathered(part, epochs[0], size);
  const { trainRows, validation } = prepared;
  return {
    division: {
      source: prepared.source,
      unit: trainRows ? ['row', 'rows'] : ['sample', 'samples'],
      train: part.rows,
      validation: validation?.rows ?? 0,
      seed: setup.seed,
      shuffle: setup.shuffle,
      sizes,
      epochs: epochs.map((order) => (trainRows ? order.map((i) => trainRows[i]) : order)),
    },
    subject: {
      spec,
      weights: model?.weights ?? startWeights(setup, part, context.global.dtype),
      loss: model ? lossOf(model) : prepared.lossName,
      x,
      target,
      rows: size,
    },
    targets: targetTexts(prepared, target, size),
    penalty: setup.penalty,
  };
}

/** The first batch of rows of plain numbers: their order is that of the seed. */
async function batchOfNumbers(
  context: Context,
  given: ModelAndData,
  o: SampleChoices & BatchOptions,
): Promise<FirstBatch> {
  const { model, samples } = await networkSamples(context, given, o);
  const { labelled, source, unit } = samples;
  if (labelled.length === 0) throw inputError(`found no ${unit[0]} with a target`, { where: { source } });
  const { spec, weights } = model;
  const { seed } = context.global;
  const shuffle = o.shuffle ?? true;
  const random = new RandomState(seed);
  const order = labelled.slice();
  const epochs = Array.from({ length: EPOCHS }, () => {
    if (shuffle) random.shuffle(order);
    return order.slice();
  });
  const sizes = batchesOf(
    { spec, batchSize: o.batchSize ?? defaultBatch(spec, labelled.length) },
    labelled.length,
  );
  const rows = epochs[0].slice(0, sizes[0]);
  return {
    division: { source, unit, train: labelled.length, validation: 0, seed, shuffle, sizes, epochs },
    subject: { spec, weights, loss: lossOf(model), ...samples.encode(rows), rows: rows.length },
    targets: Array.from(rows, (row) => samples.describe(row).answer.text),
    penalty: {},
  };
}

/** What a run was given, by its folder, with other options on top. */
async function recordedRun(context: Context, folder: string, options: GivenOptions) {
  const { spec } = await readRecord(context.files, folder);
  const seed = options.seed ?? spec.options.seed;
  const all = withOptions(repeatable(spec).options, options);
  const globals = globalsOf({
    source: spec.source,
    options: { ...all, ...(seed !== undefined && { seed }) },
  });
  return { world: withGlobal(context, globals), run: { source: spec.source, options: all } };
}

/** Options of nn train that decide about rows, their order and the network. */
const DECIDING = [
  ...['layers', 'model', 'activation', 'outputActivation', 'init', 'loss', 'target', 'labels'],
  ...['batchSize', 'shuffle', 'validationSplit', 'seed'],
] as const;

/** Those of them that were given. */
const deciding = (given: Given): GivenOptions =>
  Object.fromEntries(Object.entries(given).filter(([key]) => DECIDING.some((name) => name === key)));

/**
 * The first batch that training takes, and the order of its first two epochs: of `nn train DATA` with the options that were given, of a
 * run by its folder, or of rows of plain numbers.
 *
 * @throws NnError('input') and NnError('usage')
 */
export async function firstBatch(
  context: Context,
  words: readonly (string | undefined)[],
  o: SampleChoices & BatchOptions,
  given: Given,
): Promise<FirstBatch> {
  const named = networkArguments(words, o);
  const { files } = context;
  const alone =
    named.path !== undefined && named.data === undefined && !(await isNetworkFile(files, named.path));
  // A single argument that is no network is the data of nn train's usual one.
  const { path, data } = alone ? { path: undefined, data: named.path } : named;
  const options = deciding(given);
  if (path !== undefined && data === undefined && (await files.exists(fileIn(path, RECORD)))) {
    const { world, run } = await recordedRun(context, path, options);
    const model = await openNetwork(context, path, o);
    return batchOfRun(world, await prepare(world, run.source, valuesOf(run)), model);
  }
  const model = path === undefined || isJsonNetwork(path) ? undefined : await openNetwork(context, path, o);
  const isArray = data !== undefined && data !== '-' && (await openRows(context, data)).kind === 'array';
  if (o.weights.length > 0 || isArray || (model && !model.preprocessing))
    return batchOfNumbers(context, { path, data }, o);
  const layers = isJsonNetwork(path) ? { layers: path } : {};
  const run = { source: data, options: { ...options, ...layers } };
  return batchOfRun(context, await prepare(context, data, valuesOf(run)), model);
}

import { inputError } from '../errors.ts';
import type { Division } from '../explain/narrate/batch.ts';
import type { Subject } from '../explain/replica.ts';
import type { Context } from '../host/context.ts';
import { parseInit } from '../initializers/index.ts';
import type { Model } from '../model/file.ts';
import { drawWeights } from '../network/parameters.ts';
import { valuesOf } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import { lossOf } from '../tasks/openSamples.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { trainingOrder } from '../train/order.ts';
import { randomOf } from '../train/setup.ts';
import type { WholePart } from '../train/part.ts';
import { prepare } from './decide.ts';
import type { Prepared } from './decide.ts';

/** Epochs whose order is shown. */
const EPOCHS = 2;

/** The first batch of a training run: how the rows are divided, and what goes through the network. */
export interface FirstBatch {
  readonly division: Division;
  readonly subject: Subject & { readonly rows: number };
  /** Targets of the rows of the batch, in words. */
  readonly targets: readonly string[];
  readonly prepared: Prepared;
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
function checkWidth({ spec }: Model, { x, rows }: WholePart, source: string): void {
  const [width, wanted] = [x.length / rows, sizeOf(spec.input)];
  if (width === wanted) return;
  throw inputError(`the network takes ${wanted} inputs, but the rows have ${width}`, {
    where: { source },
    hint: 'give the options of data that it was trained with, such as --target',
  });
}

/**
 * The first batch that `nn train` takes with these options, and the order of its first two epochs.
 *
 * @param model whose weights are followed; absent: the untrained network of that run
 * @throws NnError('input') and NnError('usage')
 */
export async function firstBatch(
  context: Context,
  { source, options }: RunSpec,
  model?: Model,
): Promise<FirstBatch> {
  const prepared = await prepare(context, source, valuesOf({ source, options }));
  const part = wholePart(prepared);
  const spec = model?.spec ?? prepared.setup.spec;
  const setup = { ...prepared.setup, spec };
  const { sizes, epochs } = trainingOrder(setup, part.rows, EPOCHS);
  const weights =
    model?.weights ?? drawWeights(spec, parseInit(setup.init), randomOf(setup), context.global.dtype);
  if (model) checkWidth(model, part, prepared.source);
  const [size] = sizes;
  const { x, target } = gathered(part, epochs[0], size);
  const { trainRows, validation, preprocessing } = prepared;
  return {
    division: {
      source: prepared.source,
      unit: preprocessing.pieces === undefined ? ['row', 'rows'] : ['sample', 'samples'],
      train: part.rows,
      validation: validation?.rows ?? 0,
      seed: setup.seed,
      shuffle: setup.shuffle,
      sizes,
      epochs: epochs.map((order) => (trainRows ? order.map((i) => trainRows[i]) : order)),
    },
    subject: { spec, weights, loss: model ? lossOf(model) : prepared.lossName, x, target, rows: size },
    targets: targetTexts(prepared, target, size),
    prepared,
  };
}

import { classWeightsFor, rowWeights } from '../data/classWeights.ts';
import { usageError } from '../errors.ts';
import { bookBinaryCrossEntropy } from '../losses/bookBinaryCrossEntropy.ts';
import { parseLayers } from '../network/layerString.ts';
import type { Match } from '../runtime/compileLoss.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { optimizers } from '../optimizers/index.ts';
import type { Optimizer } from '../optimizers/define.ts';
import { chooseSchedule } from '../schedules/parse.ts';
import { chooseLoss, optimizerSettings } from '../train/choose.ts';
import { monitorOf } from '../train/monitor.ts';
import type { MonitorChoice } from '../train/monitor.ts';
import type { Part, Windows } from '../train/request.ts';
import type { Setup } from '../train/setup.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { RandomState } from '../util/random.ts';
import type { RandomSnapshot } from '../util/random.ts';
import type { Context } from '../host/context.ts';
import type { Dataset, Defaults } from '../tasks/dataset.ts';
import { readData } from '../tasks/index.ts';
import type { TrainOptions } from '../options/train.ts';

/** Rates that learn small tables well in the default number of epochs. */
const bookRates: Readonly<Record<string, number>> = { sgd: 1, adagrad: 1 };

const defaultBatch = (rows: number) => (rows <= 2000 ? 32 : rows <= 20_000 ? 64 : 128);
/** Small tables are learned by heart soonest; the penalty fades as rows come in. */
const defaultL2 = (rows: number, columns: number) =>
  Number(Math.min(0.002, (0.06 * Math.min(columns, 16)) / rows).toPrecision(1));
/** Small dense networks learn soonest at ten times the usual rate; at that, those with shared weights lose units for good. */
const defaultRate = (
  spec: NetworkSpec,
  { name, learningRate }: Optimizer,
  defaults: Defaults | undefined,
) => {
  if (!name.startsWith('adam')) return learningRate;
  return defaults?.learningRate ?? (isPlain(spec) ? 0.01 : learningRate);
};
const plain = new Set(['dense', 'activation', 'dropout', 'flatten']);
const isPlain = ({ layers }: NetworkSpec) => layers.every(({ type }) => plain.has(type));

function populationDeviation(values: ArrayLike<number>): number {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  return Math.sqrt(squares / n);
}

/** A run ready to begin: every choice made, the rows encoded. */
export interface Prepared extends Dataset {
  readonly setup: Setup;
  /** As --layers takes them. */
  readonly layers: string;
  /** Name of the loss as --loss takes it. */
  readonly lossName: string;
}

/** Reads the data and makes every choice that the user left open. Throws input and usage errors. */
export async function prepare(
  context: Context,
  argument: string | undefined,
  o: TrainOptions,
): Promise<Prepared> {
  const random = new RandomState(context.global.seed);
  const dataset = await readData(context, argument, random, o);
  return decide(dataset, random.snapshot(), context.global.seed, o);
}

/** The training rows with the weights of their classes and of a column, of mean 1. Throws usage errors. */
function weighed({ train, preprocessing }: Dataset, { classWeight }: TrainOptions): Part | Windows {
  const { target } = preprocessing;
  if (classWeight !== undefined && target.kind !== 'classes') {
    throw usageError(`--class-weight needs classes, but target "${target.name}" holds numbers`, {
      hint: '--sample-weight COLUMN weighs rows of any kind',
    });
  }
  if ('load' in train) {
    if (classWeight === undefined) return train;
    throw usageError('--class-weight and --stream do not go together');
  }
  if (classWeight === undefined && !train.weights) return train;
  const byClass =
    classWeight !== undefined && target.kind === 'classes' && train.target instanceof Int32Array
      ? rowWeights(classWeightsFor(classWeight, target.classes, train.target), train.target)
      : undefined;
  const weights = Float64Array.from(
    { length: train.rows },
    (_, row) => (byClass?.[row] ?? 1) * (train.weights?.[row] ?? 1),
  );
  const mean = weights.reduce((a, b) => a + b, 0) / train.rows;
  if (!(mean > 0))
    throw usageError('every training row has weight 0', { hint: 'look at the column of --sample-weight' });
  return { ...train, weights: weights.map((weight) => weight / mean) };
}

/** The metric of --monitor with what it must know about the target. Throws usage errors. */
function monitorChoice(metric: string, { preprocessing: { target }, validation }: Dataset): MonitorChoice {
  if (!validation)
    throw usageError('--monitor needs validation rows', { hint: 'set --validation-split above 0' });
  const choice = { metric, target };
  monitorOf(choice);
  return {
    metric,
    target:
      target.kind === 'classes'
        ? { kind: 'classes', classes: target.classes }
        : { kind: 'values', mean: target.mean, scale: target.scale },
  };
}

/** Throws unless the targets of a loss that asks yes or no are 0, 1 or between. */
function checkYesOrNo({ preprocessing: { target }, train }: Dataset, loss: string): void {
  if (target.kind === 'classes' || 'load' in train) return;
  const bad = train.target.findIndex((value) => !(value >= 0 && value <= 1));
  if (bad < 0 && target.mean === 0 && target.scale === 1) return;
  const scaled = target.mean !== 0 || target.scale !== 1;
  throw usageError(
    `loss ${loss} wants targets from 0 to 1${scaled ? ', but they are standardised' : `, found ${train.target[bad]}`}`,
    {
      hint: scaled
        ? 'for two classes leave out --task regression; for shares add --no-standardize'
        : 'use --loss mse',
    },
  );
}

/**
 * Makes every choice that the user left open for some rows. Throws usage errors.
 *
 * @param random where the stream of random numbers stands after the data
 */
export function decide(dataset: Dataset, random: RandomSnapshot, seed: number, o: TrainOptions): Prepared {
  const { preprocessing, train, validation, profile } = dataset;
  const { defaults } = profile;
  const loss = chooseLoss(o.loss, preprocessing);
  const outputActivation = o.outputActivation === 'auto' ? (loss.folds ?? 'linear') : o.outputActivation;
  if (o.layers !== undefined && o.model !== undefined)
    throw usageError('--layers and --model both say what the network is', { hint: 'leave out one of them' });
  const layers = o.layers ?? profile.layers(o);
  const spec = parseLayers(layers, {
    activation: o.activation,
    outputActivation,
    dropout: o.dropout,
    inputShape: profile.input,
    outputShape: profile.output,
    ...(profile.vocabulary !== undefined && { vocabulary: profile.vocabulary }),
  });
  profile.check?.(spec);
  const optimizer = optimizers.get(o.optimizer);
  const settings = optimizerSettings(optimizer, {
    momentum: o.momentum,
    ...(o.nesterov && { nesterov: true, momentum: o.momentum ?? 0.9 }),
    beta1: o.beta1,
    beta2: o.beta2,
    rho: o.rho,
    epsilon: o.epsilon,
    weightDecay: o.weightDecay,
  });
  const { target } = preprocessing;
  const clipNorm = o.clipNorm ?? defaults?.clipNorm;
  const monitor = o.monitor ?? (validation ? defaults?.monitor : undefined);
  const deviation =
    target.kind === 'values' && 'target' in train && typeof train.target !== 'string'
      ? populationDeviation(train.target)
      : 0;
  const yesOrNo = loss.folds === 'sigmoid';
  if (yesOrNo) checkYesOrNo(dataset, loss.name);
  const match: Match =
    target.kind !== 'classes' ? { tolerance: deviation / 250 } : yesOrNo ? 'threshold' : 'argmax';
  const bookLoss = o.nnfs && loss.name === 'binary-cross-entropy' ? bookBinaryCrossEntropy : loss;
  const setup: Setup = {
    spec,
    loss: bookLoss.name,
    optimizer: optimizer.name,
    settings,
    smoothing: o.labelSmoothing,
    clip: o.nnfs ? 1e-7 : 0,
    ...((target.kind === 'classes' || o.nnfs) && { match }),
    penalty: {
      l1: o.l1,
      l2: o.l2 ?? (o.nnfs || !isPlain(spec) ? 0 : defaultL2(train.rows, sizeOf(profile.input))),
      ...(o.maxNorm !== undefined && { maxNorm: o.maxNorm }),
    },
    weightDecay: optimizer.name === 'adamw' ? 0 : settings.weightDecay,
    ...(clipNorm !== undefined && { clipNorm }),
    ...(o.augment !== undefined && { augment: o.augment }),
    learningRate:
      o.learningRate ??
      (o.nnfs
        ? (bookRates[optimizer.name] ?? optimizer.learningRate)
        : defaultRate(spec, optimizer, defaults)),
    schedule: chooseSchedule(o.schedule, o.lrDecay).text,
    epochs: o.epochs ?? (o.nnfs ? 10_001 : (defaults?.epochs ?? 1000)),
    batchSize: o.batchSize ?? (o.nnfs ? Infinity : (defaults?.batchSize ?? defaultBatch(train.rows))),
    shuffle: o.shuffle ?? !o.nnfs,
    init: o.init ?? (o.nnfs ? 'nnfs' : 'auto'),
    random,
    seed,
    patience: o.earlyStopping ?? (validation ? (defaults?.patience ?? 100) : 0),
    ...(o.minDelta > 0 && { minDelta: o.minDelta }),
    ...(monitor !== undefined && { monitor: monitorChoice(monitor, dataset) }),
    book: o.nnfs,
    ...(o.timeLimit !== undefined && { timeLimit: o.timeLimit * 1000 }),
    ...(o.targetLoss !== undefined && { targetLoss: o.targetLoss }),
  };
  return { ...dataset, train: weighed(dataset, o), setup, layers, lossName: loss.name };
}

import { usageError } from '../errors.ts';
import { bookBinaryCrossEntropy } from '../losses/bookBinaryCrossEntropy.ts';
import type { Loss } from '../losses/define.ts';
import { checkFactors } from '../network/factors.ts';
import { parametersOf } from '../network/parameters.ts';
import { parseLayers } from '../network/layerString.ts';
import type { Match } from '../runtime/compileLoss.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { chooseSchedule } from '../schedules/parse.ts';
import { chooseLoss, chooseOptimizer } from '../train/choose.ts';
import { checkBatch } from '../train/leastBatch.ts';
import { monitorOf } from '../train/monitor.ts';
import type { MonitorChoice } from '../train/monitor.ts';
import type { Setup } from '../train/setup.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { RandomState } from '../util/random.ts';
import type { RandomSnapshot } from '../util/random.ts';
import type { Context } from '../host/context.ts';
import type { Dataset } from '../tasks/dataset.ts';
import { readData } from '../tasks/index.ts';
import type { TrainOptions } from '../options/train.ts';
import { defaultAverage, defaultBatch, defaultL2, defaultRate, isPlain } from './defaults.ts';
import { weighRows } from './weighRows.ts';
import { populationDeviation } from '../util/statistics.ts';

/** A run ready to begin: every choice made, the rows encoded. */
export interface Prepared extends Dataset {
  readonly setup: Setup;
  /** As --layers takes them. */
  readonly layers: string;
  /** Name of the loss as --loss takes it. */
  readonly lossName: string;
}

/**
 * Reads the data and makes every choice that the user left open.
 *
 * @throws NnError('input') and NnError('usage')
 */
export async function prepare(
  context: Context,
  argument: string | undefined,
  o: TrainOptions,
): Promise<Prepared> {
  const random = new RandomState(context.global.seed);
  const dataset = await readData(context, argument, random, o);
  return decide(dataset, random.snapshot(), context.global.seed, o);
}

/**
 * The metric of --monitor with what it must know about the target.
 *
 * @throws NnError('usage')
 */
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

/** @throws NnError('usage') unless the targets of a loss of probabilities are from 0 to 1 */
function checkProbabilities({ preprocessing: { target }, train }: Dataset, loss: string): void {
  if (target.kind === 'classes' || train.kind === 'streamed') return;
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
 * The network of --layers, --model or the task.
 *
 * @throws NnError('usage')
 */
function networkOf({ profile }: Dataset, loss: Loss, o: TrainOptions) {
  if (o.layers !== undefined && o.model !== undefined)
    throw usageError('--layers and --model both say what the network is', { hint: 'leave out one of them' });
  const layers = o.layers ?? profile.layers(o);
  const spec = parseLayers(layers, {
    activation: o.activation,
    outputActivation: o.outputActivation === 'auto' ? (loss.folds ?? 'linear') : o.outputActivation,
    dropout: o.dropout,
    inputShape: profile.input,
    outputShape: profile.output,
    ...(profile.vocabulary !== undefined && { vocabulary: profile.vocabulary }),
    ...(profile.columns && { columns: profile.columns }),
    ...(profile.range && { range: profile.range }),
  });
  profile.check?.(spec);
  if (o.dropout > 0 && !spec.layers.some(({ type }) => type === 'dropout'))
    throw usageError('--dropout follows hidden dense and recurrent layers, and this network has none', {
      hint: 'put dropout where it belongs: --layers auto,conv:16:3,dropout:0.2,flatten,auto',
    });
  return { layers, spec };
}

/**
 * When a prediction counts as correct; within a tolerance of the deviation / 250 for values, as in the book.
 */
function matchOf({ preprocessing: { target }, train }: Dataset, loss: Loss): Match {
  if (target.kind === 'classes') return loss.folds === 'sigmoid' ? 'threshold' : 'argmax';
  const known = train.kind === 'whole' ? train.target : undefined;
  return { tolerance: (known ? populationDeviation(known) : 0) / 250 };
}

/**
 * When training ends, and which epoch is the best one.
 *
 * @throws NnError('usage')
 */
function stoppingOf(dataset: Dataset, o: TrainOptions) {
  const { validation, profile } = dataset;
  const { defaults } = profile;
  const monitor = o.monitor ?? (validation ? defaults?.monitor : undefined);
  return {
    epochs: o.epochs ?? (o.nnfs ? 10_001 : (defaults?.epochs ?? 1000)),
    patience: o.earlyStopping ?? (validation ? (defaults?.patience ?? 100) : 0),
    ...(o.minDelta > 0 && { minDelta: o.minDelta }),
    ...(monitor !== undefined && { monitor: monitorChoice(monitor, dataset) }),
    ...(o.timeLimit !== undefined && { timeLimit: o.timeLimit * 1000 }),
    ...(o.targetLoss !== undefined && { targetLoss: o.targetLoss }),
  };
}

/** What the weights of a network are kept down by. */
function penaltyOf({ train, profile }: Dataset, spec: NetworkSpec, o: TrainOptions) {
  return {
    l1: o.l1,
    l2: o.l2 ?? (o.nnfs || !isPlain(spec) ? 0 : defaultL2(train.rows, sizeOf(profile.input))),
    ...(o.maxNorm !== undefined && { maxNorm: o.maxNorm }),
  };
}

/**
 * Factors for kinds of parameters, and schedules of other numbers than the learning rate.
 *
 * @throws NnError('usage')
 */
function groupsOf(spec: NetworkSpec, o: TrainOptions, coupled: number) {
  const table = parametersOf(spec);
  if (o.lrFactor) checkFactors('--lr-factor', o.lrFactor, table);
  if (o.weightDecayFactor) checkFactors('--weight-decay-factor', o.weightDecayFactor, table);
  if (o.weightDecaySchedule !== undefined && (coupled > 0 || o.optimizer !== 'adamw'))
    throw usageError('--weight-decay-schedule needs an optimizer that decays apart from the gradient', {
      hint: 'use --optimizer adamw',
    });
  return {
    ...(o.lrFactor && { rateFactors: o.lrFactor }),
    ...(o.weightDecayFactor && { decayFactors: o.weightDecayFactor }),
    ...(o.weightDecaySchedule !== undefined && { decaySchedule: o.weightDecaySchedule }),
    ...(o.dropoutSchedule !== undefined && { dropoutSchedule: o.dropoutSchedule }),
    ...(o.dropLast && { dropLast: true as const }),
    ...(o.ties === 'last' && { lastOfEqual: true as const }),
  };
}

/**
 * Makes every choice that the user left open for some rows.
 *
 * @param random where the stream of random numbers stands after the data
 * @throws NnError('usage') for options that do not fit together or to the rows
 */
export function decide(dataset: Dataset, random: RandomSnapshot, seed: number, o: TrainOptions): Prepared {
  const { preprocessing, train, profile } = dataset;
  const { defaults } = profile;
  const loss = chooseLoss(o.loss, preprocessing);
  const { layers, spec } = networkOf(dataset, loss, o);
  if (loss.folds === 'sigmoid') checkProbabilities(dataset, loss.name);
  const { optimizer, settings, weightDecay } = chooseOptimizer(o);
  const clipNorm = o.clipNorm ?? defaults?.clipNorm;
  const { epochs, ...stopping } = stoppingOf(dataset, o);
  const bookLoss = o.nnfs && loss.name === 'binary-cross-entropy' ? bookBinaryCrossEntropy : loss;
  const learning = groupsOf(spec, o, weightDecay);
  const usualBatch = o.nnfs ? Infinity : (defaults?.batchSize ?? defaultBatch(spec, train.rows));
  const batchSize = o.batchSize ?? usualBatch;
  const averages = !o.nnfs && !defaults && train.kind === 'whole';
  const updates = Math.ceil(train.rows / Math.min(batchSize, train.rows));
  const ema = o.ema ?? (averages ? defaultAverage(spec, optimizer, updates) : 0);
  const setup: Setup = {
    spec,
    loss: bookLoss.name,
    optimizer: optimizer.name,
    settings,
    smoothing: o.labelSmoothing,
    clip: o.nnfs ? 1e-7 : 0,
    ...((preprocessing.target.kind === 'classes' || o.nnfs) && { match: matchOf(dataset, loss) }),
    penalty: penaltyOf(dataset, spec, o),
    weightDecay,
    ...learning,
    ...(clipNorm !== undefined && { clipNorm }),
    ...(o.augment !== undefined && { augment: o.augment }),
    learningRate: o.learningRate ?? defaultRate(spec, optimizer, { defaults, book: o.nnfs }),
    schedule: chooseSchedule(o.schedule, o.lrDecay).text,
    epochs,
    batchSize,
    shuffle: o.shuffle ?? !o.nnfs,
    ...(ema > 0 && { ema }),
    init: o.init ?? (o.nnfs ? 'nnfs' : 'auto'),
    random,
    seed,
    ...stopping,
    book: o.nnfs,
  };
  checkBatch(spec, Math.min(setup.batchSize, train.rows));
  return { ...dataset, ...weighRows(dataset, o), setup, layers, lossName: loss.name };
}

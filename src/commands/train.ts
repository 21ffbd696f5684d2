import { fitPreprocessing, inputWidth, outputWidth } from '../data/preprocessing.ts';
import { splitRows } from '../data/split.ts';
import { inputError } from '../errors.ts';
import { parseInit } from '../initializers/index.ts';
import { bookBinaryCrossEntropy } from '../losses/bookBinaryCrossEntropy.ts';
import { encodeModel } from '../model/file.ts';
import type { TrainingFacts } from '../model/file.ts';
import { formatLayers, parseLayers } from '../model/layerString.ts';
import type { Match } from '../model/compile.ts';
import { parametersOf } from '../model/parameters.ts';
import { optimizers } from '../optimizers/index.ts';
import type { Block, Result } from '../report/result.ts';
import { fit } from '../train/fit.ts';
import type { Finished } from '../train/fit.ts';
import type { Epoch, FitRequest } from '../train/request.ts';
import { bookLine, historyColumns, historyRow } from '../train/history.ts';
import { chooseLoss, defaultLayers, optimizerSettings } from '../train/plan.ts';
import { RandomState } from '../util/random.ts';
import { count, duration, measure, percent } from '../util/quantity.ts';
import { chooseBackend } from './backend.ts';
import type { Context } from './context.ts';
import { defineCommand } from './define.ts';
import type { OptionValues } from './define.ts';
import { encodePart, openTable, usableRows } from './trainData.ts';
import { networkOptions, trainingOptions } from './trainOptions.ts';
import { progress } from './trainProgress.ts';

const options = { ...networkOptions, ...trainingOptions };
type Options = OptionValues<typeof options>;

/** Rates that learn small tables well in the default number of epochs. */
const bookRates: Readonly<Record<string, number>> = { sgd: 1, adagrad: 1 };

/** Everything decided about a run, and what to tell about it. */
async function prepare(context: Context, argument: string | undefined, o: Options) {
  const { seed, dtype } = context.global;
  const random = new RandomState(seed);
  const { table, name } = await openTable(context, argument, random, o.labels);
  const standardize = o.standardize ?? !o.nnfs;
  // Scaling must not see validation rows, so the split comes before it; classes are needed to stratify.
  const whole = fitPreprocessing(table, { target: o.target, task: o.task, standardize });
  const { preprocessing: first } = whole;
  const rows = usableRows(context, first, table);
  if (rows.length < 2)
    throw inputError(`found ${rows.length} rows with a target, expected at least 2`, {
      where: { source: table.source },
    });
  const share = o.nnfs ? 0 : o.validationSplit;
  const labels =
    first.target.kind === 'classes'
      ? encodePart(first, table, dtype)(Int32Array.from({ length: table.rows }, (_, i) => i)).target
      : undefined;
  const split = o.nnfs
    ? { train: rows, validation: new Int32Array(0) }
    : splitRows(rows, share, random, labels && ((row) => labels[row]));
  const { preprocessing, notes } = fitPreprocessing(table, {
    target: o.target,
    task: o.task,
    standardize,
    trainRows: split.train,
  });
  for (const note of notes) context.note(note);

  const loss = chooseLoss(o.loss, preprocessing);
  const outputActivation = o.outputActivation === 'auto' ? (loss.folds ?? 'linear') : o.outputActivation;
  const layers =
    o.layers ??
    (o.nnfs ? `${inputWidth(preprocessing)},64,${outputWidth(preprocessing)}` : defaultLayers(preprocessing));
  const spec = parseLayers(layers, {
    activation: o.activation,
    outputActivation,
    dropout: o.dropout,
    inputShape: [inputWidth(preprocessing)],
    outputs: outputWidth(preprocessing),
  });
  const optimizer = optimizers.find((known) => known.name === o.optimizer) ?? optimizers[0];
  const settings = optimizerSettings(optimizer, {
    momentum: o.momentum,
    ...(o.nesterov && { nesterov: true, momentum: o.momentum ?? 0.9 }),
    beta1: o.beta1,
    beta2: o.beta2,
    rho: o.rho,
    epsilon: o.epsilon,
    weightDecay: o.weightDecay,
  });
  const part = encodePart(preprocessing, table, dtype);
  const train = part(split.train);
  const batchSize = o.batchSize ?? (o.nnfs ? Infinity : defaultBatch(train.rows));
  const { target } = preprocessing;
  const deviation = target.kind === 'values' ? populationDeviation(train.target) : 0;
  const match: Match = target.kind === 'classes' ? 'argmax' : { tolerance: deviation / 250 };
  const bookLoss = o.nnfs && loss.name === 'binary-cross-entropy' ? bookBinaryCrossEntropy : loss;
  const patience = o.earlyStopping ?? (o.nnfs || share === 0 ? 0 : 100);
  const request: FitRequest = {
    spec,
    backend: await chooseBackend(context),
    train,
    ...(split.validation.length > 0 && { validation: part(split.validation) }),
    loss: {
      loss: bookLoss,
      smoothing: o.labelSmoothing,
      ...(o.nnfs && { clip: 1e-7 }),
      ...((target.kind === 'classes' || o.nnfs) && { match }),
    },
    update: {
      rule: optimizer.rule(settings),
      penalty: { l1: o.l1, l2: o.l2 ?? (o.nnfs ? 0 : defaultL2(train.rows, inputWidth(preprocessing))) },
      ...(optimizer.name !== 'adamw' && { weightDecay: settings.weightDecay }),
      ...(o.clipNorm !== undefined && { clipNorm: o.clipNorm }),
    },
    settings,
    learningRate:
      o.learningRate ??
      (o.nnfs
        ? (bookRates[optimizer.name] ?? optimizer.learningRate)
        : defaultRate(optimizer.name, optimizer.learningRate)),
    decay: o.lrDecay,
    epochs: o.epochs ?? (o.nnfs ? 10_001 : 1000),
    batchSize,
    shuffle: o.shuffle ?? !o.nnfs,
    init: o.init ?? parseInit(o.nnfs ? 'nnfs' : 'auto'),
    random,
    seed,
    patience,
    book: o.nnfs,
    ...(o.timeLimit !== undefined && { timeLimit: o.timeLimit * 1000 }),
    ...(o.targetLoss !== undefined && { targetLoss: o.targetLoss }),
    now: () => context.now(),
    interrupted: () => context.interrupt.requested,
  };
  return { request, preprocessing, table, name, loss, optimizer, layers, split };
}

const defaultBatch = (rows: number) => (rows <= 2000 ? 32 : rows <= 20_000 ? 64 : 128);
/** Small tables are learned by heart soonest; the penalty fades as rows come in. */
const defaultL2 = (rows: number, columns: number) =>
  Number(Math.min(0.002, (0.06 * Math.min(columns, 16)) / rows).toPrecision(1));
const defaultRate = (name: string, fallback: number) => (name.startsWith('adam') ? 0.01 : fallback);

function populationDeviation(values: ArrayLike<number>): number {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  return Math.sqrt(squares / n);
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** One line for each choice, and the command that spells them out. */
function tellChoices(context: Context, argument: string | undefined, o: Options, p: Prepared): void {
  const { preprocessing, request, split, loss, optimizer } = p;
  const { target } = preprocessing;
  const kind = target.kind === 'classes' ? `${target.classes.length} classes` : 'a number (regression)';
  const inputs = inputWidth(preprocessing);
  context.note(`target      ${target.name}: ${kind}`);
  context.note(
    `inputs      ${inputs} from ${preprocessing.features.length} columns${request.book ? '' : ', numbers standardised'}`,
  );
  if (split.validation.length > 0)
    context.note(
      `split       ${count(split.train.length)} rows to train, ${count(split.validation.length)} to validate${target.kind === 'classes' ? ', classes in proportion' : ''}`,
    );
  else context.note(`split       none: all ${count(split.train.length)} rows train`);
  context.note(
    `network     ${formatLayers(request.spec)} (${count(parametersOf(request.spec).size)} parameters)`,
  );
  const batch = Number.isFinite(request.batchSize) ? `batches of ${request.batchSize}` : 'full batch';
  context.note(
    `learning    ${loss.name}, ${optimizer.name} at ${request.learningRate}, ${batch}, up to ${count(request.epochs)} epochs`,
  );
  if (request.patience > 0)
    context.note(
      `stopping    ${request.patience} epochs after the best on the validation rows, whose weights are kept`,
    );
  const words = [
    'nn train',
    argument ?? '-',
    `--target ${target.name}`,
    `--layers ${p.layers}`,
    `--loss ${loss.name}`,
    `--optimizer ${optimizer.name}`,
    `--learning-rate ${request.learningRate}`,
    `--batch-size ${Number.isFinite(request.batchSize) ? request.batchSize : 'full'}`,
    `--epochs ${request.epochs}`,
    `--l2 ${request.update.penalty?.l2 ?? 0}`,
    `--validation-split ${o.nnfs ? 0 : o.validationSplit}`,
    `--early-stopping ${request.patience}`,
    `--seed ${context.global.seed}`,
  ];
  if (!o.nnfs) context.note(`in full     ${words.join(' ')}`);
  context.note('');
}

async function runFit(context: Context, p: Prepared, o: Options) {
  const epochs: Epoch[] = [];
  const show = progress(
    context,
    p.request,
    o.logEvery ?? (o.nnfs ? 100 : undefined),
    o.nnfs ? bookLine : undefined,
  );
  const run = fit(p.request);
  let paused = context.now();
  let finished: Finished | undefined;
  try {
    for (;;) {
      const next = run.next();
      if (next.done) {
        finished = next.value;
        break;
      }
      epochs.push(next.value);
      show.epoch(next.value);
      if (context.now() - paused > 30) {
        await context.pause();
        paused = context.now();
      }
    }
  } finally {
    show.done();
  }
  return { epochs, finished };
}

const reasons: Readonly<Record<Finished['reason'], string>> = {
  epochs: 'all epochs done',
  'early stopping': 'no improvement for a while',
  interrupted: 'interrupted',
  'time limit': 'time limit reached',
  'target loss': 'target loss reached',
};

function report(
  p: Prepared,
  epochs: readonly Epoch[],
  finished: Finished,
  path: string,
  ms: number,
): Block[] {
  const best = epochs[finished.bestEpoch];
  const facts: [string, string][] = [
    ['model', path],
    ['epochs', `${count(finished.epochs)} (${reasons[finished.reason]})`],
    ['time', duration(ms)],
    ['best epoch', String(finished.bestEpoch)],
    ['loss', measure(best.loss)],
  ];
  if (best.accuracy !== undefined) facts.push(['accuracy', percent(best.accuracy)]);
  if (best.validationLoss !== undefined) facts.push(['validation loss', measure(best.validationLoss)]);
  if (best.validationAccuracy !== undefined)
    facts.push(['validation accuracy', percent(best.validationAccuracy)]);
  return [{ kind: 'facts', facts }];
}

export const train = defineCommand({
  name: 'train',
  about:
    'Trains a network on a table and writes it as one safetensors file. With no options it makes sensible choices and says each of them: the last column is the target, its values decide between classification and regression, texts become categories, numbers are standardised, a fifth of the rows validates, and the weights of the best epoch are kept.\n\nThe result is a run folder runs/NAME-N with model.safetensors, history.csv and run.json; with -o the model goes to a file of your choice instead. "spiral", "vertical" and "sine" name the data sets of Neural Networks from Scratch.',
  arguments: [
    {
      name: 'data',
      summary: 'CSV, TSV, JSON, JSONL, NPY or IDX; - or nothing reads a pipe',
      required: false,
    },
  ],
  options,
  examples: [
    { command: 'nn train iris.csv', says: 'everything chosen for you' },
    {
      command: 'nn gen-spiral 100 3 | nn train - --layers 2,64,64,3 -o spiral.safetensors',
      says: 'from a pipe',
    },
    {
      command: 'nn train spiral --nnfs --optimizer adam --learning-rate 0.05 --lr-decay 5e-7',
      says: "the book's chapter 10",
    },
  ],
  async run(context, { args: [argument], options: o }): Promise<Result> {
    const { output } = context.global;
    if (output !== undefined) await context.checkWritable(output);
    if (o.history !== undefined && o.history !== '-') await context.checkWritable(o.history);
    const prepared = await prepare(context, argument, o);
    tellChoices(context, argument, o, prepared);
    const began = context.now();
    const { epochs, finished } = await runFit(context, prepared, o);
    const ms = context.now() - began;
    if (!finished || epochs.length === 0) throw inputError('nothing was learned: no epoch ran');
    const { request, preprocessing, loss, optimizer, table, name } = prepared;
    const best = epochs[finished.bestEpoch];
    const facts: TrainingFacts = {
      data: table.source,
      rows: request.train.rows,
      seed: request.seed,
      optimizer: optimizer.name,
      learningRate: request.learningRate,
      epochs: finished.epochs,
      bestEpoch: finished.bestEpoch,
      loss: best.loss,
      ...(best.validationLoss !== undefined && { validationLoss: best.validationLoss }),
      ...(best.validationAccuracy !== undefined && { validationAccuracy: best.validationAccuracy }),
    };
    const model = encodeModel({
      spec: request.spec,
      preprocessing,
      loss: loss.name,
      training: facts,
      weights: finished.weights,
    });
    const { dtype } = context.global;
    const history = `${[
      historyColumns(epochs[0]),
      ...epochs
        .filter(({ epoch }) => epoch % (o.logEvery ?? 1) === 0)
        .map((epoch) => historyRow(epoch, dtype)),
    ]
      .map((row) => row.join(','))
      .join('\n')}\n`;
    const folder = output === undefined ? await context.createRunFolder(name) : undefined;
    const path = output ?? `${folder}/model.safetensors`;
    await context.write(path, model);
    if (o.history !== undefined && o.history !== '-') await context.write(o.history, history);
    const record = {
      command: 'train',
      data: table.source,
      rows: table.rows,
      options: { ...o, init: undefined },
      global: { seed: context.global.seed, dtype, kernels: context.global.kernels },
      network: formatLayers(request.spec),
      date: context.today(),
      milliseconds: Math.round(ms),
      result: facts,
    };
    if (folder !== undefined) {
      await context.write(`${folder}/history.csv`, history);
      await context.write(`${folder}/run.json`, `${JSON.stringify(record, null, 2)}\n`);
    }
    const exitCode = finished.reason === 'interrupted' ? 130 : 0;
    if (o.history === '-') {
      return { blocks: () => [{ kind: 'preformatted', text: history.trimEnd() }], ownOutput: true, exitCode };
    }
    return {
      blocks: () => report(prepared, epochs, finished, path, ms),
      json: () => ({
        model: path,
        ...(folder !== undefined && { run: folder }),
        reason: finished.reason,
        milliseconds: ms,
        ...facts,
      }),
      ownOutput: true,
      exitCode,
    };
  },
});

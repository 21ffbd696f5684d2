import { usageError } from '../errors.ts';
import type { Verdict } from '../explain/diagnosis/define.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { parametersOf } from '../network/parameters.ts';
import type { Block, Json, Result } from '../report/result.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import type { Finished } from '../train/fit.ts';
import type { Epoch } from '../train/request.ts';
import type { Training } from '../train/training.ts';
import { count, duration, measure, percent } from '../util/quantity.ts';
import type { Context } from '../host/context.ts';
import { chartBlock } from '../figures/chartBlock.ts';
import { defineCommand } from './define.ts';
import { inShort, verdictJson } from '../runs/verdicts.ts';
import { featuresJson } from '../figures/features.ts';
import { tellChoices } from '../runs/choices.ts';
import type { Figure } from '../figures/language.ts';
import { checkModelPath } from '../inputs/modelFile.ts';
import { trainOptions } from '../options/train.ts';
import type { TrainOptions } from '../options/train.ts';
import { backendFor, outcomeOf } from '../runs/outcome.ts';
import { prepare } from '../runs/decide.ts';
import type { Prepared } from '../runs/decide.ts';
import { checkSameData, continuation } from '../runs/resume.ts';
import type { Resumed } from '../runs/resume.ts';
import { begin, runTraining } from '../runs/loop.ts';
import { fileIn, HISTORY, MODEL } from '../inputs/runFiles.ts';
import { writeCheckpoint, writeRecord } from '../runs/folder.ts';
import type { RunRecord } from '../runs/folder.ts';

const reasons: Readonly<Record<Finished['reason'], string>> = {
  epochs: 'all epochs done',
  'early stopping': 'no improvement for a while',
  interrupted: 'interrupted',
  'time limit': 'time limit reached',
  'target loss': 'target loss reached',
};

function report(
  best: Epoch | undefined,
  finished: Finished,
  path: string,
  ms: number,
  diagnosis: readonly Verdict[],
  figures: readonly Figure[],
): Block[] {
  const facts: [string, string][] = [
    ['model', path],
    ['epochs', `${count(finished.epochs)} (${reasons[finished.reason]})`],
    ['time', duration(ms)],
  ];
  if (finished.bestEpoch !== undefined) facts.push(['best epoch', String(finished.bestEpoch)]);
  if (best) facts.push(['loss', measure(best.loss)]);
  if (best?.accuracy !== undefined) facts.push(['accuracy', percent(best.accuracy)]);
  if (best?.validationLoss !== undefined) facts.push(['validation loss', measure(best.validationLoss)]);
  if (best?.validationAccuracy !== undefined)
    facts.push(['validation accuracy', percent(best.validationAccuracy)]);
  for (const { label, text } of figures) facts.push([label, text]);
  diagnosis.forEach((verdict, i) => facts.push([i === 0 ? 'diagnosis' : '', inShort(verdict)]));
  return [{ kind: 'facts', facts }];
}

function recordOf(context: Context, p: Prepared, kernels: string): RunRecord {
  const { setup, digest } = p;
  const { random: _, spec, ...choices } = setup;
  return {
    nn: context.version,
    arguments: context.argv,
    state: 'running',
    date: context.clock.today(),
    data: { source: p.source, rows: p.rows, ...(digest !== undefined && { sha256: digest }) },
    target: p.preprocessing.target.name,
    network: formatLayers(spec),
    parameters: parametersOf(spec).size,
    seed: setup.seed,
    dtype: context.global.dtype,
    kernels,
    setup: JSON.parse(JSON.stringify(choices)) as Record<string, Json>,
  };
}

/** Records histograms of the weights in a run folder; those of epochs that a resumed run does again are forgotten. */
async function recorder(context: Context, folder: string, training: Training, from: Checkpoint | undefined) {
  const { HISTOGRAMS, readHistograms, WeightHistograms } = await import('../figures/weightHistograms.ts');
  const done = from?.state.progress.epoch ?? 0;
  const before = from ? await readHistograms(context, folder) : [];
  const found = new WeightHistograms(
    training.request.epochs,
    before.filter(({ epoch }) => epoch < done),
  );
  return {
    record: (epoch: number) => found.record(epoch, training.runtime),
    write: () => context.files.write(fileIn(folder, HISTOGRAMS), found.text, { replace: true }),
  };
}

/** The text of a history as records. */
function historyJson(text: string): Json {
  const [names, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((row) =>
    Object.fromEntries(names.map((name, i) => [name, row[i] === '' ? null : Number(row[i])])),
  );
}

async function trainTable(
  context: Context,
  argument: string | undefined,
  o: TrainOptions,
  resumed?: Resumed,
): Promise<Result> {
  const { output, dtype } = context.global;
  // A run that goes on writes its own files anew, and no others.
  const replaces = (path: string) => ({ replace: resumed?.own.has(path) ?? false });
  if (output !== undefined) await checkModelPath(context, output, replaces(output));
  if (o.history !== undefined && o.history !== '-')
    await context.files.checkWritable(o.history, replaces(o.history));
  for (const name of ['tensorboard', 'histograms'] as const) {
    if (!o[name] || output === undefined || o.run !== undefined) continue;
    throw usageError(`--${name} writes into the run folder, and with -o there is none`, {
      hint: '--run FOLDER names one',
    });
  }
  const prepared = await prepare(context, argument, o);
  if (resumed) checkSameData(resumed, prepared);
  const backend = await backendFor(context, prepared);
  const training = begin(context, prepared, backend, resumed?.checkpoint);
  const watch = o.watch
    ? (await import('../runs/watch.ts')).watchBoundary(context, prepared, training, backend)
    : undefined;
  if (o.logFormat === 'text') tellChoices(context, argument, o, prepared);
  const folder =
    resumed?.folder ??
    o.run ??
    (output === undefined ? await context.files.createRunFolder(prepared.name) : undefined);
  if (o.run !== undefined && !resumed) await context.files.createFolder(o.run);
  const record = {
    ...recordOf(context, prepared, backend.name),
    ...(resumed && { date: resumed.record.date }),
  };
  if (folder !== undefined) await writeRecord(context, folder, record);
  const checkpointing = folder !== undefined && o.checkpoint > 0;
  let saved = resumed?.checkpoint !== undefined;
  const began = Date.parse(record.date) / 1000;
  const writeEvents = async ({ epochs, state }: Checkpoint) => {
    if (folder === undefined || !o.tensorboard) return;
    const { eventFile } = await import('../runs/tensorboard.ts');
    const { name, data } = eventFile(epochs, began, state.progress.milliseconds / 1000);
    await context.files.write(fileIn(folder, name), data, { replace: true });
  };
  const histograms =
    folder !== undefined && o.histograms
      ? await recorder(context, folder, training, resumed?.checkpoint)
      : undefined;
  const save = async (checkpoint: Checkpoint) => {
    if (folder !== undefined) await writeCheckpoint(context, folder, checkpoint);
    await writeEvents(checkpoint);
    await histograms?.write();
    saved = true;
  };
  let outcome;
  try {
    outcome = await runTraining(context, training, {
      logEvery: o.logEvery,
      json: o.logFormat === 'jsonl',
      from: resumed?.checkpoint,
      checkpointEvery: checkpointing ? o.checkpoint * 1000 : 0,
      save,
      afterEpoch: histograms && (({ epoch }) => histograms.record(epoch)),
      picture: watch && (() => watch.lines()),
    });
  } catch (error) {
    // A run that went on is again what it was before: its model, its options.
    const left = resumed?.record ?? (saved ? { ...record, state: 'failed' as const } : undefined);
    if (folder !== undefined && left) await writeRecord(context, folder, left);
    else if (folder !== undefined) await context.files.removeFolder(folder);
    throw error;
  }
  const { last } = outcome;
  const whole = { prepared, epochs: outcome.epochs, finished: outcome.finished };
  const wanted = o.prune !== undefined && outcome.finished.reason !== 'interrupted';
  const started = context.clock.now();
  const trained = wanted
    ? await (await import('../runs/prune.ts')).pruneAndTune(context, whole, backend, o)
    : whole;
  const { epochs, finished } = trained;
  const ms = last.state.progress.milliseconds + (wanted ? context.clock.now() - started : 0);
  const { best, facts, model, history } = outcomeOf(trained.prepared, epochs, finished, {
    logEvery: o.logEvery,
    dtype,
  });
  const path = output ?? fileIn(folder ?? '.', MODEL);
  // Its code is loaded when the work is done.
  const { factsOf } = await import('../runs/diagnosis.ts');
  const { diagnose } = await import('../explain/diagnosis/diagnose.ts');
  const known = factsOf(trained.prepared, o, finished, backend);
  const diagnosis = diagnose({ ...known, history: epochs });
  const inFolder = output === undefined && resumed !== undefined;
  await context.files.write(path, model, inFolder ? { replace: true } : replaces(path));
  if (o.history !== undefined && o.history !== '-')
    await context.files.write(o.history, history(), replaces(o.history));
  const interrupted = finished.reason === 'interrupted';
  if (folder !== undefined) {
    await context.files.write(fileIn(folder, HISTORY), history(), { replace: true });
    if (checkpointing) await save(last);
    else {
      await writeEvents(last);
      await histograms?.write();
    }
    await writeRecord(context, folder, {
      ...record,
      state: interrupted ? 'interrupted' : 'finished',
      reason: finished.reason,
      milliseconds: Math.round(ms),
      result: facts,
      facts: known,
    });
  }
  if (interrupted && checkpointing)
    context.screen.note(
      `interrupted after ${count(finished.epochs)} epochs; go on with: nn train --resume ${folder}`,
    );
  const exitCode = interrupted ? 130 : 0;
  const figures = (best && prepared.profile.figures?.(best)) ?? [];
  const engineered = o.features ?? o.oneHot ?? o.bins;
  if (o.history === '-') {
    return {
      blocks: () => [{ kind: 'preformatted', text: history().trimEnd() }],
      json: () => historyJson(history()),
      ownOutput: true,
      exitCode,
    };
  }
  return {
    blocks: () => [
      ...report(best, finished, path, ms, diagnosis, figures),
      ...(watch ? [chartBlock(watch.chart(finished.weights, path), context.screen)] : []),
    ],
    json: () => ({
      model: path,
      ...(folder !== undefined && { run: folder }),
      reason: finished.reason,
      milliseconds: ms,
      ...(engineered && { features: featuresJson(prepared.preprocessing) }),
      ...facts,
      ...Object.fromEntries(figures.map(({ name, value }) => [name, value])),
      diagnosis: diagnosis.map(verdictJson),
    }),
    ownOutput: true,
    exitCode,
  };
}

/** Options that ask for something of one model that is kept. */
const ONE_MODEL = ['prune', 'watch', 'histograms', 'tensorboard', 'run', 'resume', 'history'] as const;

export const train = defineCommand({
  name: 'train',
  interruptible: true,
  about:
    'Trains a network on a table and writes it as one safetensors file. With no options it makes sensible choices and says each of them: the last column is the target, its values decide between classification and regression, texts become categories, numbers are standardised, a fifth of the rows validates, and the weights of the best epoch are kept.\n\nThe result is a run folder runs/NAME-N with model.safetensors, history.csv, run.json and a checkpoint; with -o the model goes to a file of your choice instead. A run that was stopped, by Ctrl-C or by the machine, goes on with --resume and ends in the same bits as if it had never stopped. "spiral", "vertical" and "sine" name the data sets of Neural Networks from Scratch.',
  arguments: [
    {
      name: 'data',
      summary: 'CSV, TSV, JSON, JSONL, NPY, IDX or data.npz:name; - or nothing reads a pipe',
      required: false,
    },
  ],
  options: trainOptions,
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
    { command: 'nn train wine.csv --find-lr', says: 'which learning rate to use' },
    { command: 'nn train wine.csv --k-fold 5', says: 'how well these options do' },
    { command: 'nn train --resume runs/iris-1', says: 'goes on with a run that was stopped' },
  ],
  async run(context, { args: [argument], options: o }): Promise<Result> {
    const several = o.findLr || o.kFold !== undefined || o.leaveOneOut;
    const kept = ONE_MODEL.find((name) => o[name] !== undefined && o[name] !== false);
    if (several && kept !== undefined)
      throw usageError(`--${kept} is for one model that is kept`, {
        hint: 'train it without --k-fold, --leave-one-out or --find-lr',
      });
    const folds = o.kFold !== undefined || o.leaveOneOut;
    if (o.findLr && folds)
      throw usageError('--find-lr and cross-validation do not go together', {
        hint: 'find the rate first, then measure with it: --learning-rate RATE --k-fold 5',
      });
    if (!folds && (o.repeats > 1 || o.metric.length > 0))
      throw usageError(`--${o.repeats > 1 ? 'repeats' : 'metric'} is for cross-validation`, {
        hint: o.repeats > 1 ? 'add --k-fold 5' : 'add --k-fold 5, or use nn evaluate --metric',
      });
    if (o.findLr) {
      const { showRates } = await import('../runs/findRate.ts');
      return showRates(context, argument, o);
    }
    if (folds) {
      const { crossValidate } = await import('../runs/crossValidate.ts');
      return crossValidate(context, argument, o);
    }
    if (o.resume === undefined) return trainTable(context, argument, o);
    if (argument !== undefined) {
      throw usageError(`nn train --resume takes no data, found "${argument}"`, {
        hint: 'the run knows its data; a pipe is read again when it was one',
      });
    }
    const run = await continuation(context, o.resume);
    return trainTable(run.context, run.argument, run.options, run.resumed);
  },
});

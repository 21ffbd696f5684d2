import { chartBlock } from '../figures/chartBlock.ts';
import type { Context } from '../host/context.ts';
import { valuesOf } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Result } from '../report/result.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import { EpochLog } from '../train/epochLog.ts';
import { noteChoices } from './choices.ts';
import { prepare } from './decide.ts';
import { divergedRun } from './diverged.ts';
import { begin, runTraining } from './loop.ts';
import { measurementOf } from './measurement.ts';
import { backendFor, bareModel, outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { RunOutput } from './output.ts';
import { checkPlaces } from './places.ts';
import type { Trained } from './prune.ts';
import { checkSameData, noteKernels, resumeCommand } from './resume.ts';
import type { Resumed } from './resume.ts';
import { asStored } from './storedRun.ts';
import { trainedResult } from './trainedResult.ts';
import { counted } from '../util/plural.ts';
import type { Watch } from './watch.ts';

/**
 * Trains a network as `spec` says, or resumes a run: reads the rows, makes every choice that was left open,
 * trains, and writes model, history, checkpoint and record.
 *
 * @throws NnError of bad input, of options that do not go together, and when training diverges
 */
export async function trainRun(context: Context, spec: RunSpec, resumed?: Resumed): Promise<Result> {
  const o = valuesOf(spec);
  if (o.best) return (await import('./best/run.ts')).trainBest(context, spec, resumed);
  if (o.ensemble !== undefined)
    return (await import('./ensemble/run.ts')).trainEnsemble(context, spec, resumed);
  await checkPlaces(context, spec, resumed);
  const read = await prepare(context, spec.source, o);
  const prepared = resumed ? asStored(resumed.record, read) : read;
  if (resumed) checkSameData(resumed, prepared);
  const backend = await backendFor(context, prepared);
  const pace = o.watch ? new (await import('./pace.ts')).Pace(context.clock) : undefined;
  const ran = pace ? { ...context, clock: pace.clock() } : context;
  const training = begin(ran, prepared, backend, resumed?.checkpoint, pace);
  // Weights of millions take seconds: who wanted to end it meanwhile is heard now.
  await context.clock.pause();
  // A library of kernels is opened by the first network that wants it.
  if (resumed) noteKernels(context, resumed, backend);
  const watch = o.watch
    ? (await import('./watch.ts')).watchBoundary(context, prepared, training, backend, pace)
    : undefined;
  if (o.logFormat === 'text') noteChoices(context, spec, prepared);
  const started = { spec, o, prepared, training, kernels: backend.name, resumed };
  const output = await RunOutput.open(context, started);
  const epochs = new EpochLog(resumed?.checkpoint?.epochs);
  const run = await output.guard(
    () => {
      const work = () =>
        runTraining(ran, training, {
          logEvery: o.logEvery,
          json: o.logFormat === 'jsonl',
          epochs,
          checkpointEvery: output.checkpointing * 1000,
          save: (checkpoint) =>
            output.save(checkpoint, () => bareModel(prepared, { weights: training.weights() })),
          afterEpoch: (epoch) => output.afterEpoch(epoch),
          picture: watch && ((anew) => watch.lines(anew)),
          pace,
        });
      return pace ? pace.heeding(context.screen, work) : work();
    },
    async () => (resumed ? undefined : divergedRun(context, started, [...epochs], output.folder?.path)),
  );
  const whole = { prepared, epochs: [...epochs], finished: run.finished };
  await context.clock.pause();
  await output.secure(() => bareModel(whole.prepared, whole.finished), run.last);
  return endRun(context, { spec, o, resumed, watch, output, backend, whole, last: run.last });
}

/** A run that has been trained. */
interface Course {
  readonly spec: RunSpec;
  readonly o: TrainOptions;
  readonly resumed: Resumed | undefined;
  readonly watch: Watch | undefined;
  readonly output: RunOutput;
  readonly backend: Backend;
  readonly whole: Trained;
  readonly last: Checkpoint;
}

/** What a run came to, and how long it took. */
interface Written {
  readonly trained: Trained;
  readonly outcome: Outcome;
  readonly ms: number;
}

/** Prunes where that was asked for, measures what is kept, and writes model and history. */
async function writeRun(
  context: Context,
  { o, resumed, output, backend, whole, last }: Course,
): Promise<Written> {
  const began = context.clock.now();
  const prunes = o.prune !== undefined && whole.finished.reason !== 'interrupted';
  const trained = prunes
    ? await (await import('./prune.ts')).pruneAndTune(context, whole, backend, o)
    : whole;
  const { epochs, finished } = trained;
  // A second Ctrl-C ends the process as soon as it gets its turn; the checkpoint is written by now.
  await context.clock.pause();
  const outcome = outcomeOf(trained.prepared, epochs, finished, {
    logEvery: o.logEvery,
    dtype: context.global.dtype,
    measurement: measurementOf(trained.prepared, finished, backend),
    early: resumed?.record.early,
  });
  await context.clock.pause();
  await output.write(outcome, last);
  const ms = last.state.progress.milliseconds + (prunes ? context.clock.now() - began : 0);
  return { trained, outcome, ms };
}

/** What the figures of a run mean, made when everything is written; what fails in it leaves the run finished. */
async function explain(
  context: Context,
  { o, resumed, output, backend }: Course,
  { trained, outcome, ms }: Written,
) {
  const { prepared, epochs, finished } = trained;
  await context.clock.pause();
  const ending = { ...outcome, baselines: outcome.measurement.baselines?.judged };
  try {
    // Loaded when the work is done.
    const { factsOf, withLeftOut } = await import('./diagnosis.ts');
    const { diagnose } = await import('../explain/diagnosis/diagnose.ts');
    const few = prepared.few && (await (await import('./fewRows.ts')).crossValidateFew(context, prepared));
    const known = withLeftOut(factsOf(trained, o, { backend, least: outcome.least }), few);
    const { heldOutIntervals } = await import('./heldOutIntervals.ts');
    const early = resumed?.record.early ?? false;
    const intervals = early ? {} : heldOutIntervals(trained.prepared, outcome, o.group !== undefined);
    return {
      few,
      diagnosis: diagnose({ ...known, history: epochs }),
      intervals,
      finish: () => output.finish({ ...ending, intervals }, finished, { ms, known }),
    };
  } catch (error) {
    await output.finish(ending, finished, { ms });
    throw error;
  }
}

/** What comes after training: everything is written before it is explained. */
async function endRun(context: Context, course: Course): Promise<Result> {
  const { spec, o, watch, output } = course;
  const written = await output.guard(() => writeRun(context, course));
  const { trained, outcome, ms } = written;
  const { finished } = trained;
  const { few, diagnosis, intervals, finish } = await explain(context, course, written);
  await finish();
  if (finished.reason === 'interrupted' && output.folder && output.checkpointing > 0)
    context.screen.note(
      `interrupted after ${counted(finished.epochs, 'epoch')}; resume with: ${resumeCommand(output.folder.path, spec)}`,
    );
  const picture =
    watch && (() => chartBlock(watch.chart(finished.weights, output.modelPath), context.screen));
  return trainedResult({ o, trained, outcome, output, ms, intervals, few, diagnosis, picture });
}

import { chartBlock } from '../figures/chartBlock.ts';
import type { Context } from '../host/context.ts';
import { valuesOf } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import type { Result } from '../report/result.ts';
import { noteChoices } from './choices.ts';
import { prepare } from './decide.ts';
import { asEarly } from './earlyRun.ts';
import { begin, runTraining } from './loop.ts';
import { measurementOf } from './measurement.ts';
import { backendFor, outcomeOf } from './outcome.ts';
import { checkPlaces, RunOutput } from './output.ts';
import { checkSameData } from './resume.ts';
import type { Resumed } from './resume.ts';
import { trainedResult } from './trainedResult.ts';
import { counted } from '../util/plural.ts';

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
  const prepared = resumed?.record.early ? asEarly(read) : read;
  if (resumed) checkSameData(resumed, prepared);
  const backend = await backendFor(context, prepared);
  const training = begin(context, prepared, backend, resumed?.checkpoint);
  const watch = o.watch
    ? (await import('./watch.ts')).watchBoundary(context, prepared, training, backend)
    : undefined;
  if (o.logFormat === 'text') noteChoices(context, spec, prepared);
  const started = { spec, o, prepared, training, kernels: backend.name, resumed };
  const output = await RunOutput.open(context, started);
  const run = await runTraining(context, training, {
    logEvery: o.logEvery,
    json: o.logFormat === 'jsonl',
    from: resumed?.checkpoint,
    checkpointEvery: output.checkpointing * 1000,
    save: (checkpoint) => output.save(checkpoint),
    afterEpoch: (epoch) => output.afterEpoch(epoch),
    picture: watch && (() => watch.lines()),
  }).catch(async (error: unknown) => {
    await output.fail();
    throw error;
  });
  const pruneBegan = context.clock.now();
  const whole = { prepared, epochs: run.epochs, finished: run.finished };
  const prunes = o.prune !== undefined && run.finished.reason !== 'interrupted';
  const trained = prunes
    ? await (await import('./prune.ts')).pruneAndTune(context, whole, backend, o)
    : whole;
  const { epochs, finished } = trained;
  const ms = run.last.state.progress.milliseconds + (prunes ? context.clock.now() - pruneBegan : 0);
  const { dtype } = context.global;
  const outcome = outcomeOf(trained.prepared, epochs, finished, {
    logEvery: o.logEvery,
    dtype,
    measurement: measurementOf(trained.prepared, finished, backend),
    early: resumed?.record.early,
  });
  // Loaded when the work is done.
  const { diagnosed } = await import('./diagnosis.ts');
  const { known, diagnosis } = diagnosed(trained, o, backend);
  const { heldOutIntervals } = await import('./heldOutIntervals.ts');
  const early = resumed?.record.early ?? false;
  const intervals = early ? {} : heldOutIntervals(trained.prepared, outcome, o.group !== undefined);
  const baselines = outcome.measurement.baselines?.judged;
  await output.finish({ ...outcome, baselines, intervals }, finished, { last: run.last, ms, known });
  if (finished.reason === 'interrupted' && output.folder && output.checkpointing > 0)
    context.screen.note(
      `interrupted after ${counted(finished.epochs, 'epoch')}; resume with: nn train --resume ${output.folder.path}`,
    );
  const picture =
    watch && (() => chartBlock(watch.chart(finished.weights, output.modelPath), context.screen));
  const few = prepared.few && (await (await import('./fewRows.ts')).crossValidateFew(context, prepared));
  return trainedResult({ o, trained, outcome, output, ms, intervals, few, diagnosis, picture });
}

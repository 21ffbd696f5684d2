import { isTableRows } from '../data/preprocessing.ts';
import { keptRows } from '../data/rowPrints.ts';
import type { KeptRows } from '../data/rowPrints.ts';
import { encodeModel } from '../model/file.ts';
import type { TrainingFacts } from '../model/trainingFacts.ts';
import { monitoredMetric } from '../train/setup.ts';
import type { Backend } from '../runtime/runtime.ts';
import { flopsPerRow } from '../runtime/work.ts';
import { figuresJson, mainFigures, testFigures } from '../train/epochFigures.ts';
import type { Finished } from '../train/fit.ts';
import { NO_EPOCHS, historyColumns, historyRow } from '../train/history.ts';
import type { Epoch } from '../train/events.ts';
import { epochErrors, errorsJson, unitOf } from '../train/valueErrors.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import type { Least } from '../explain/diagnosis/define.ts';
import type { Prepared } from './decide.ts';
import { earlyHistory, earlyTraining } from './earlyRun.ts';
import type { Measurement } from './measurement.ts';

function leastValidation(epochs: readonly Epoch[]): Least | undefined {
  let least: Least | undefined;
  for (const { epoch, validationLoss: loss } of epochs)
    if (loss !== undefined && !(least && least.loss <= loss)) least = { loss, epoch };
  return least;
}

/** Which epoch is kept: the best one, or the last one with what it may have missed. */
function keptJson({ keptEpoch, bestEpoch }: Finished, least: Least | undefined): TrainingFacts {
  if (keptEpoch === undefined) return {};
  if (bestEpoch !== undefined) return { best_epoch: bestEpoch };
  return {
    last_epoch: keptEpoch,
    ...(least && { least_val_loss: least.loss, least_val_loss_epoch: least.epoch }),
  };
}

/** What a run usually takes. Not --epochs: the first epochs must not depend on how many follow. */
const EPOCHS = 100;

/** The kernels for a run. */
export function backendFor(context: Context, { setup, train }: Prepared): Promise<Backend> {
  return chooseBackend(context, { flops: EPOCHS * 3 * flopsPerRow(setup.spec) * train.rows });
}

function factsOf(
  p: Prepared,
  { kept, least }: Pick<Outcome, 'kept' | 'least'>,
  finished: Finished,
  { tested, errors = {} }: Measurement,
): TrainingFacts {
  const { setup } = p;
  return {
    data: p.source,
    rows: p.train.rows,
    seed: setup.seed,
    optimizer: setup.optimizer,
    learning_rate: setup.learningRate,
    epochs: finished.epochs,
    ...keptJson(finished, least),
    ...figuresJson(kept, mainFigures),
    ...figuresJson(tested, testFigures),
    ...errorsJson(errors),
  };
}

/** The text of history.csv: figures of every epoch, of a regression also in the unit of its target. */
export function historyText(
  { setup, preprocessing, lossName }: Prepared,
  epochs: readonly Epoch[],
  { logEvery = 1, dtype, early }: Omit<OutcomeChoices, 'measurement'>,
): string {
  if (epochs.length === 0) return NO_EPOCHS;
  const monitor = monitoredMetric(setup);
  const written = epochs.filter(({ epoch }) => epoch % logEvery === 0);
  if (early) return earlyHistory(written, dtype, monitor);
  const unit = unitOf(preprocessing);
  const columns = historyColumns(epochs[0], monitor);
  const errorsOf = (epoch: Epoch) =>
    unit ? epochErrors(epoch, lossName, unit).filter(([column]) => !columns.includes(column)) : [];
  const rows = written.map((epoch) => [
    ...historyRow(epoch, dtype, monitor),
    ...errorsOf(epoch).map(([, value]) => String(value)),
  ]);
  const header = [...columns, ...errorsOf(epochs[0]).map(([column]) => column)];
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/**
 * What a finished run leaves: the epoch whose weights are kept, the bytes of its model, its history. The same
 * run gives the same bytes.
 */
export interface Outcome {
  readonly kept: Epoch | undefined;
  readonly least: Least | undefined;
  readonly measurement: Measurement;
  readonly facts: TrainingFacts;
  readonly model: Uint8Array;
  /** The text of history.csv; made on demand. */
  readonly history: () => string;
}

/** How a run's results are made. */
export interface OutcomeChoices {
  readonly logEvery?: number | undefined;
  readonly dtype: 'float32' | 'float64';
  /** What the weights that are kept came to. */
  readonly measurement: Measurement;
  /** The run began in 0.1.0; see RunRecord. */
  readonly early?: boolean | undefined;
}

/** What the model keeps of its rows: nothing where they were streamed, or are no rows of a table. */
export function rowsOf({ preprocessing, train, validation, test, digest }: Prepared): KeptRows | undefined {
  if (train.kind !== 'whole' || !isTableRows(preprocessing)) return undefined;
  return keptRows({ train, validation, test }, digest);
}

/** The model of a run without what is known about it: made from the weights alone. */
export const bareModel = (
  { setup, preprocessing, lossName }: Prepared,
  { weights }: Pick<Finished, 'weights'>,
): Uint8Array => encodeModel({ spec: setup.spec, preprocessing, loss: lossName, weights });

export function outcomeOf(
  prepared: Prepared,
  epochs: readonly Epoch[],
  finished: Finished,
  choices: OutcomeChoices,
): Outcome {
  const { measurement, early } = choices;
  const kept = epochs.find(({ epoch }) => epoch === finished.keptEpoch);
  const least = leastValidation(epochs);
  const facts = factsOf(prepared, { kept, least }, finished, measurement);
  const rows = early ? undefined : rowsOf(prepared);
  const model = encodeModel(
    {
      spec: prepared.setup.spec,
      preprocessing: prepared.preprocessing,
      loss: prepared.lossName,
      training: early ? earlyTraining(facts, kept, choices.dtype) : facts,
      ...(measurement.residuals && !early && { residuals: measurement.residuals }),
      ...(rows && { rows }),
      ...(!early && measurement.baselines && { baselines: measurement.baselines.fitted }),
      weights: finished.weights,
    },
    early,
  );
  return {
    kept,
    least,
    measurement,
    facts,
    model,
    history: () => historyText(prepared, epochs, choices),
  };
}

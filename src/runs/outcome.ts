import { encodeModel } from '../model/file.ts';
import type { TrainingFacts } from '../model/file.ts';
import type { Backend } from '../runtime/runtime.ts';
import { flopsPerRow } from '../runtime/work.ts';
import { epochFigures, pickFigures, validationFigures } from '../train/epochFigures.ts';
import type { Finished } from '../train/fit.ts';
import { historyColumns, historyRow } from '../train/history.ts';
import type { Epoch } from '../train/events.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import type { Prepared } from './decide.ts';

/** What a run usually takes. Not --epochs: the first epochs must not depend on how many follow. */
const EPOCHS = 100;

/** The kernels for a run. */
export function backendFor(context: Context, { setup, train }: Prepared): Promise<Backend> {
  return chooseBackend(context, { flops: EPOCHS * 3 * flopsPerRow(setup.spec) * train.rows });
}

function factsOf(p: Prepared, best: Epoch | undefined, { epochs, bestEpoch }: Finished): TrainingFacts {
  const { setup } = p;
  return {
    data: p.source,
    rows: p.train.rows,
    seed: setup.seed,
    optimizer: setup.optimizer,
    learningRate: setup.learningRate,
    epochs,
    ...(bestEpoch !== undefined && { bestEpoch }),
    ...pickFigures(best, [epochFigures.loss, ...validationFigures]),
  };
}

/** The metric that decides about the best epoch, where it is measured for that alone. */
function measuredBy({ setup: { monitor } }: Prepared): string | undefined {
  return monitor && monitor.metric !== 'loss' ? monitor.metric : undefined;
}

function historyText(
  epochs: readonly Epoch[],
  every: number,
  dtype: 'float32' | 'float64',
  monitor: string | undefined,
): string {
  if (epochs.length === 0) return 'epoch\n';
  const rows = epochs
    .filter(({ epoch }) => epoch % every === 0)
    .map((epoch) => historyRow(epoch, dtype, monitor));
  return `${[historyColumns(epochs[0], monitor), ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/**
 * What a finished run leaves: its best epoch, the bytes of its model, its history. The same run gives the
 * same bytes.
 */
export interface Outcome {
  readonly best: Epoch | undefined;
  readonly facts: TrainingFacts;
  readonly model: Uint8Array;
  /** The text of history.csv; made on demand. */
  readonly history: () => string;
}

export function outcomeOf(
  prepared: Prepared,
  epochs: readonly Epoch[],
  finished: Finished,
  { logEvery = 1, dtype }: { logEvery?: number | undefined; dtype: 'float32' | 'float64' },
): Outcome {
  const best = epochs.find(({ epoch }) => epoch === finished.bestEpoch);
  const facts = factsOf(prepared, best, finished);
  const model = encodeModel({
    spec: prepared.setup.spec,
    preprocessing: prepared.preprocessing,
    loss: prepared.lossName,
    training: facts,
    weights: finished.weights,
  });
  return { best, facts, model, history: () => historyText(epochs, logEvery, dtype, measuredBy(prepared)) };
}

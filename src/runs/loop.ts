import type { Text } from '../report/result.ts';
import type { Checkpoint } from '../train/checkpoint.ts';
import { fit } from '../train/fit.ts';
import type { Finished } from '../train/fit.ts';
import { bookLine } from '../train/history.ts';
import type { EpochLog } from '../train/epochLog.ts';
import type { Epoch } from '../train/events.ts';
import { monitoredMetric } from '../train/setup.ts';
import type { World } from '../train/setup.ts';
import { Training } from '../train/training.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Context } from '../host/context.ts';
import type { Prepared } from './decide.ts';
import type { Pace } from './pace.ts';
import { progress } from './progress.ts';

/** Milliseconds the loop may run before the screen and Ctrl-C get their turn. */
const TURN = 30;

export interface RunChoices {
  readonly logEvery: number | undefined;
  /** Progress as JSON lines. */
  readonly json?: boolean;
  /** Where the figures of each epoch go, after those of a run that goes on. */
  readonly epochs: EpochLog;
  /** Milliseconds between checkpoints; 0: none while it runs. */
  readonly checkpointEvery: number;
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  /** Told after every epoch. */
  readonly afterEpoch?: ((epoch: Epoch) => void) | undefined;
  /** A picture to look at while it runs, drawn anew or as it was a moment ago. */
  readonly picture?: ((anew: boolean) => readonly Text[]) | undefined;
  /** How fast it runs. */
  readonly pace?: Pace | undefined;
}

/** The world of a run that the user may interrupt. */
export const worldOf = ({ clock }: Context, backend: Backend, pace?: Pace): World => ({
  backend,
  now: () => clock.now(),
  interrupted: () => clock.interrupt.requested,
  ...(pace && { stopped: () => pace.stopped }),
});

/**
 * A run in memory, new or resumed.
 *
 * @throws NnError('usage') when network, loss and data do not fit together
 */
export function begin(
  context: Context,
  { setup, train, validation }: Prepared,
  backend: Backend,
  from: Checkpoint | undefined,
  pace?: Pace,
): Training {
  return new Training(setup, { train, validation }, worldOf(context, backend, pace), { state: from?.state });
}

/** Trains to the end. Shows progress on stderr. */
export async function runTraining(
  context: Context,
  training: Training,
  { logEvery, json = false, epochs, checkpointEvery, save, picture, pace, afterEpoch }: RunChoices,
): Promise<{ finished: Finished; last: Checkpoint }> {
  const { setup, rows } = training;
  const { round } = training.runtime.arena.views;
  const rateBefore = () => epochs.at(-2)?.learningRate ?? setup.learningRate;
  const show = progress(
    context,
    { epochs: setup.epochs, rows: rows.train.rows },
    {
      every: logEvery ?? (setup.book && !json ? 100 : undefined),
      json,
      monitor: monitoredMetric(setup),
      line: setup.book ? (epoch) => bookLine(epoch, rateBefore(), round) : undefined,
      picture,
    },
  );
  const run = fit(training);
  let paused = context.clock.now();
  let saved = paused;
  try {
    for (;;) {
      const next = run.next();
      if (next.done) return { finished: next.value, last: { state: training.capture(), epochs } };
      if (next.value.kind === 'epoch') {
        epochs.push(next.value);
        afterEpoch?.(next.value);
        show.epoch(next.value);
      } else {
        show.tick(next.value);
      }
      if (pace) await pace.wait(next.value.kind === 'epoch', () => show.again());
      const now = context.clock.now();
      if (checkpointEvery > 0 && now - saved >= checkpointEvery) {
        await save({ state: training.capture(), epochs });
        saved = context.clock.now();
      }
      if (now - paused > TURN) {
        await context.clock.pause();
        paused = context.clock.now();
      }
    }
  } finally {
    show.done();
  }
}

import { earlyFacts } from '../model/trainingFacts.ts';
import type { TrainingFacts } from '../model/trainingFacts.ts';
import type { Prepared } from './decide.ts';
import { historyColumns, historyRow } from '../train/history.ts';
import type { Epoch } from '../train/events.ts';
import { float32ToString } from '../util/shortest.ts';

/**
 * The text of history.csv as 0.1.0 wrote it, for runs that began in it: `loss` is with the penalties, and its
 * two parts follow.
 *
 * @param monitor name of a metric that is measured after every epoch
 */
export function earlyHistory(
  epochs: readonly Epoch[],
  dtype: 'float32' | 'float64',
  monitor: string | undefined,
): string {
  const text = (x: number) => (dtype === 'float32' ? float32ToString(Math.fround(x)) : String(x));
  const rows = epochs.map((epoch) => {
    const { loss, penalty = 0 } = epoch;
    const [, , ...others] = historyRow(withoutPenalty(epoch), dtype, monitor);
    return [String(epoch.epoch), text(loss + penalty), text(loss), text(penalty), ...others];
  });
  const [, , ...others] = historyColumns(withoutPenalty(epochs[0]), monitor);
  const header = ['epoch', 'loss', 'data_loss', 'regularization_loss', ...others];
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

function withoutPenalty(epoch: Epoch): Epoch {
  const { penalty: _, ...others } = epoch;
  return others;
}

/** Such a run as 0.1.0 chose its epoch: by correct rows, and rows without weights. */
export function asEarly(prepared: Prepared): Prepared {
  const { setup, validation, preprocessing } = prepared;
  const { target } = preprocessing;
  const { weights: _, ...plain } = validation ?? {};
  return {
    ...prepared,
    validation: validation && { ...validation, ...plain, weights: undefined },
    setup: {
      ...setup,
      ...(target.kind === 'classes' &&
        !setup.monitor && {
          monitor: { metric: 'accuracy', target: { kind: 'classes', classes: target.classes } },
        }),
    },
  };
}

/** What the model of such a run says about its training: `loss` is with the penalties there too. */
export function earlyTraining(
  facts: TrainingFacts,
  kept: Epoch | undefined,
  dtype: 'float32' | 'float64',
): TrainingFacts {
  if (!kept) return earlyFacts(facts);
  const loss = kept.loss + (kept.penalty ?? 0);
  return earlyFacts({
    ...facts,
    best_epoch: kept.epoch,
    loss: dtype === 'float32' ? Math.fround(loss) : loss,
  });
}

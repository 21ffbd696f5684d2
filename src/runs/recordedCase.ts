import type { Case, HistoryRow, Least } from '../explain/diagnosis/define.ts';
import type { RunRecord } from '../inputs/runRecord.ts';

/** The least validation loss as run.json has it; undefined where that is unknown: --monitor chooses another epoch. */
function leastOf({ result = {}, spec, facts }: RunRecord): Least | undefined {
  if (facts?.run.least) return facts.run.least;
  const { best_epoch: best, val_loss: kept, least_val_loss: loss, least_val_loss_epoch: epoch } = result;
  if (typeof loss === 'number' && typeof epoch === 'number') return { loss, epoch };
  if (spec.options.monitor !== undefined || typeof best !== 'number' || typeof kept !== 'number')
    return undefined;
  return { loss: kept, epoch: best };
}

/** What a diagnosis of a recorded run is made from, also where its history has some epochs only. */
export function caseOf(
  record: RunRecord,
  facts: Omit<Case, 'history'>,
  history: readonly HistoryRow[],
): Case {
  const least = leastOf(record);
  return { ...facts, run: { ...facts.run, ...(least && { least }) }, history };
}

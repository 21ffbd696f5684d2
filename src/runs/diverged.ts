import type { Case } from '../explain/diagnosis/define.ts';
import type { Context } from '../host/context.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Epoch } from '../train/events.ts';
import type { Training } from '../train/training.ts';
import { shellWord } from '../util/shell.ts';
import type { Prepared } from './decide.ts';
import { historyText } from './outcome.ts';

/** What a run leaves whose loss stopped being finite. */
export interface Diverged {
  /** The text of history.csv. */
  readonly history: string;
  readonly known: Omit<Case, 'history'>;
}

/**
 * What is left of a run whose loss stopped being finite: enough to be diagnosed. Says so.
 *
 * @param folder where it is going to be
 */
export async function divergedRun(
  { global: { dtype }, screen }: Context,
  { o, prepared, training }: { o: TrainOptions; prepared: Prepared; training: Training },
  epochs: readonly Epoch[],
  folder: string | undefined,
): Promise<Diverged | undefined> {
  if (training.divergedIn === undefined || folder === undefined) return undefined;
  const { divergedFacts } = await import('./diagnosis.ts');
  const kept = epochs.length === 0 ? 'what it was to train is' : 'its epochs are';
  screen.note(`${kept} kept: nn diagnose ${shellWord(folder)}`);
  const history = historyText(prepared, epochs, { logEvery: o.logEvery, dtype });
  return { history, known: divergedFacts(prepared, o, training.divergedIn) };
}

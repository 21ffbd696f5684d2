import { figuresJson, parseFigures } from '../train/epochFigures.ts';
import { snakeCase } from '../util/snakeCase.ts';
import type { TrialResult } from './trials.ts';

/** Options of a trial by other names. */
const renamed = (trial: TrialResult['trial'], rename: (option: string) => string): TrialResult['trial'] =>
  Object.fromEntries(Object.entries(trial).map(([option, value]) => [rename(option), value]));

/** A result as trials.json has it: figures by the names of JSON, in 0.1.0 by those of code. */
export interface StoredTrial extends Pick<
  TrialResult,
  'trial' | 'state' | 'epochs' | 'milliseconds' | 'curve' | 'message'
> {
  readonly [figure: string]: unknown;
}

export function storedTrial(result: TrialResult): StoredTrial {
  const { trial, state, epochs, bestEpoch, score, milliseconds, curve, message } = result;
  return {
    trial: renamed(trial, snakeCase),
    state,
    epochs,
    best_epoch: bestEpoch,
    ...figuresJson(result),
    ...(score !== undefined && { score }),
    milliseconds,
    curve,
    message,
  };
}

export function parseTrial(stored: StoredTrial): TrialResult {
  const { trial, state, epochs, milliseconds, curve, message } = stored;
  const bestEpoch = stored.best_epoch ?? stored.bestEpoch;
  return {
    trial: renamed(trial, (option) => option.replaceAll('_', '-')),
    state,
    epochs,
    ...(typeof bestEpoch === 'number' && { bestEpoch }),
    ...parseFigures(stored),
    ...(typeof stored.score === 'number' && { score: stored.score }),
    milliseconds,
    curve,
    message,
  };
}

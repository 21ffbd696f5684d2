import * as v from 'valibot';
import { finite, record, text, texts, whole } from '../util/storedFields.ts';
import { figuresJson, parseFigures } from '../train/epochFigures.ts';
import { snakeCase } from '../util/snakeCase.ts';
import type { TrialResult } from './trials.ts';

/** Options of a trial by other names. */
const renamed = (trial: TrialResult['trial'], rename: (option: string) => string): TrialResult['trial'] =>
  Object.fromEntries(Object.entries(trial).map(([option, value]) => [rename(option), value]));

/** A result as trials.json has it: figures by the names of JSON, in 0.1.0 by those of code. */
const trialSchema = v.looseObject({
  trial: record(text),
  state: v.picklist(['done', 'failed']),
  ...{ epochs: whole(), milliseconds: finite },
  ...{ curve: v.optional(text), message: v.optional(text) },
});

export type StoredTrial = v.InferOutput<typeof trialSchema>;

/** A trial of so many epochs, as text: what its result is found by. */
const isKey = (key: string) => {
  try {
    const found: unknown = JSON.parse(key);
    return Array.isArray(found) && v.is(keySchema, found);
  } catch {
    return false;
  }
};

const keySchema = v.strictTuple([record(text), v.nullable(finite)]);

/** trials.json. Trials of other data or options are not those of this search. */
export const trialsSchema = v.object({
  /** SHA-256 of the data, or the name of a generator. */
  data: text,
  /** The words of the options that all trials share. */
  options: texts,
  trials: v.array(v.strictTuple([v.pipe(text, v.check(isKey, 'this is no trial')), trialSchema])),
});

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

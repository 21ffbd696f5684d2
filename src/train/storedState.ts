import * as v from 'valibot';
import type { ScheduleState } from '../schedules/define.ts';
import type { RandomSnapshot } from '../util/random.ts';
import { finite, record, texts, whole } from '../util/storedFields.ts';
import { camelCase, camelKeys } from '../util/snakeCase.ts';
import { beginning } from './state.ts';
import type { Progress } from './state.ts';

// Schemas of what a checkpoint says beside its tensors. 0.1.0 wrote names in camelCase.

/** An object with its names as they are in code. */
const named = <const E extends v.ObjectEntries>(entries: E) =>
  v.pipe(v.unknown(), v.transform(camelKeys), v.object(entries));

/** A number; JSON has null for infinities, which a score is before the first epoch. */
const score = v.pipe(
  v.nullable(finite),
  v.transform((value) => value ?? Infinity),
);

const start = beginning();

/** Where a run stands. */
export const progressSchema = named({
  ...{ epoch: whole(), row: whole(), window: whole(), at: whole(), steps: whole(), score },
  // 0.1.0 did not have them.
  gainedAt: v.exactOptional(whole(), start.gainedAt),
  mostCorrect: v.exactOptional(finite, start.mostCorrect),
  milliseconds: v.pipe(finite, v.minValue(0, 'a number of at least 0')),
  sums: v.pipe(v.array(finite), v.length(3, 'three sums')),
}) satisfies v.GenericSchema<unknown, Progress & { readonly sums: readonly number[] }>;

/** The best epoch; 0.1.0 called its correct rows `right`. */
export const bestSchema = v.pipe(
  v.object({
    ...{ epoch: whole(), score },
    correct: v.exactOptional(finite),
    right: v.exactOptional(finite, 0),
  }),
  v.transform(({ right, correct = right, ...best }) => ({ ...best, correct })),
);

/** What a schedule remembers: numbers by their names. */
export const scheduleSchema = record(v.nullable(finite)) satisfies v.GenericSchema<unknown, ScheduleState>;

const WORDS = 624;

/** A stream of random numbers. */
export const randomSchema = named({
  key: v.pipe(v.array(whole(0, 2 ** 32 - 1)), v.length(WORDS, `${WORDS} numbers`)),
  position: whole(0, WORDS),
  hasGauss: v.boolean(),
  gauss: finite,
}) satisfies v.GenericSchema<unknown, RandomSnapshot>;

/** What a checkpoint of a GAN says beside its tensors. */
export const ganSchema = v.object({
  epochs: whole(),
  steps: v.object({ generator: whole(), discriminator: whole() }),
  random: randomSchema,
  milliseconds: v.pipe(finite, v.minValue(0, 'a number of at least 0')),
});

/** The columns of the history by the names of code. */
export const columnsSchema = v.pipe(
  texts,
  v.transform((names) => names.map(camelCase)),
);

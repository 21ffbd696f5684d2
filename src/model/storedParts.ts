import * as v from 'valibot';
import { between, covers, distinct, finite, record, text, whole } from '../util/storedFields.ts';
import type { Ensemble } from './ensemble.ts';
import type { Generates } from './generates.ts';
import type { Residuals } from './residuals.ts';

// Schemas of what a model file says in its metadata, beside its network and its preprocessing.

/** How it was trained: scalars by their names. */
export const factsSchema = record(
  v.union([text, finite, v.boolean(), v.null()], 'a text, a number, true, false or null'),
);

const column = v.object({ name: text, mean: finite, scale: finite });

/** What a generator makes. */
export const generatesSchema = covers<Generates>()(
  v.object({
    latent: whole(1, 2 ** 24),
    columns: v.pipe(v.array(column), v.minLength(1, 'at least one column')),
    shape: v.exactOptional(v.pipe(v.array(whole(1)), v.length(3, 'height, width and channels'))),
    whole: v.exactOptional(v.boolean()),
    target: v.exactOptional(
      v.object({ name: text, classes: v.pipe(distinct, v.minLength(1, 'at least one class')) }),
    ),
  }),
);

const member = v.pipe(
  v.object({
    weight: between(0, 1),
    seed: finite,
    rows: v.object({ train: whole(), validation: whole() }),
    epochs: whole(),
    best_epoch: v.exactOptional(whole()),
    val_loss: v.exactOptional(finite),
    val_accuracy: v.exactOptional(finite),
    options: v.exactOptional(text),
  }),
  v.transform(({ best_epoch: best, val_loss: loss, val_accuracy: accuracy, ...more }) => ({
    ...more,
    ...(best !== undefined && { bestEpoch: best }),
    ...(loss !== undefined && { validationLoss: loss }),
    ...(accuracy !== undefined && { validationAccuracy: accuracy }),
  })),
);

const ROUNDING = 1e-6;

/** The members of an ensemble. */
export const ensembleSchema = covers<Ensemble>()(
  v.object({
    members: v.pipe(
      v.array(member),
      v.minLength(1, 'at least one member'),
      v.check(
        (all) => Math.abs(all.reduce((sum, { weight }) => sum + weight, 0) - 1) < ROUNDING,
        'the weights of the members do not sum to 1',
      ),
    ),
    folds: v.exactOptional(v.boolean(), false),
    temperature: v.exactOptional(v.pipe(finite, v.gtValue(0, 'a number above 0'))),
  }),
);

/** Errors of rows held out. */
export const residualsSchema = covers<Residuals>()(
  v.pipe(
    v.object({
      rows: whole(1),
      sorted: v.pipe(
        v.array(v.pipe(finite, v.minValue(0, 'a number of at least 0'))),
        v.minLength(1, 'at least one number'),
        v.check((all) => all.every((x, i) => i === 0 || all[i - 1] <= x), 'the numbers do not ascend'),
      ),
    }),
    v.check(({ rows, sorted }) => sorted.length <= rows, 'there are more errors than rows'),
  ),
);

/** Rows of each part, and their fingerprints. */
export const keptRowsSchema = v.object({
  counts: v.object({ train: whole(), validation: whole(), test: whole() }),
  prints: v.exactOptional(v.object({ train: text, validation: text, test: text })),
  sha256: v.exactOptional(text),
});

/** Baselines: their numbers are float32 as base64, the lowest byte first. */
export const baselinesSchema = v.array(
  v.object({ name: text, numbers: text, rows: v.exactOptional(whole()) }),
);

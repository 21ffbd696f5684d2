import * as v from 'valibot';
import type { Judged } from '../baselines/judge.ts';
import type { Case } from '../explain/diagnosis/define.ts';
import { factsSchema } from '../model/storedParts.ts';
import type { Json } from '../report/result.ts';
import { camelKeys } from '../util/snakeCase.ts';
import { covers, finite, record, text, texts, whole } from '../util/storedFields.ts';

// Schemas of run.json. What its options are is asked of the options themselves (`specFrom`).

/** Left out where it was not measured. */
const maybe = <S extends v.GenericSchema>(schema: S) => v.exactOptional(schema);

/** JSON has null for numbers that are not finite. */
const real = v.pipe(
  v.nullable(finite),
  v.transform((value) => value ?? NaN),
);

/** Plain data; it is shown and no more. */
const json = v.custom<Json>((value) => value !== undefined, 'a value');

const file = { source: text, sha256: maybe(text) };

const interval = v.tuple([finite, finite]);

const judged = v.object({ name: text, label: text, fitted: maybe(whole()), scores: record(finite) });

const baselines = v.object({
  part: v.picklist(['test', 'validation', 'held-out', 'training', 'seen', 'given']),
  rows: whole(),
  models: v.array(judged),
  network: judged,
  ...{ threshold: maybe(finite), clipped: maybe(whole()) },
  verdict: maybe(
    v.object({
      ...{ than: text, label: text, result: v.picklist(['better', 'worse', 'same', 'mixed']) },
      tests: v.array(
        v.object({
          measure: v.picklist(['accuracy', 'log_loss', 'squared_error']),
          ...{ difference: finite, p: finite, interval: v.optional(interval) },
        }),
      ),
    }),
  ),
});

const dataFacts = v.object({
  ...{ rows: whole(), validationRows: whole(), inputs: whole(), baselineLoss: real },
  pieces: maybe(v.picklist(['text', 'series'])),
  classes: maybe(v.array(v.object({ name: text, rows: whole() }))),
  constant: texts,
  duplicates: v.array(v.tuple([text, text])),
  leaks: v.array(
    v.object({ column: text, by: v.picklist(['class', 'correlation', 'rank']), strength: finite }),
  ),
});

const runFacts = v.object({
  learningRate: finite,
  ...{ usualRate: maybe(finite), layers: maybe(text), epochs: maybe(whole()), bestEpoch: maybe(whole()) },
  ...{ activation: maybe(text), init: maybe(text), dropout: maybe(finite), l2: maybe(finite) },
  ...{ standardized: maybe(v.boolean()), weighted: maybe(v.boolean()), bestKept: maybe(v.boolean()) },
  least: maybe(v.object({ loss: finite, epoch: whole() })),
  ...{ patience: maybe(finite), stoppedEarly: maybe(v.boolean()), diverged: maybe(whole()) },
});

const health = v.object({
  layers: v.array(
    v.object({ name: text, activation: text, units: whole(), dead: whole(), saturated: finite }),
  ),
  weights: v.array(v.object({ name: text, norm: real })),
});

const partFit = {
  rows: whole(),
  loss: real,
  accuracy: maybe(finite),
  recalls: maybe(v.array(real)),
  unsure: maybe(finite),
};

const leftOut = v.object({
  ...partFit,
  ...{ models: whole(), interval: maybe(interval), worseThan: maybe(text) },
});

const facts = covers<Omit<Case, 'history'>>()(
  v.pipe(
    v.unknown(),
    v.transform(camelKeys),
    v.object({
      ...{ data: dataFacts, run: runFacts, health: maybe(health) },
      fit: maybe(
        v.object({
          training: v.object(partFit),
          validation: maybe(v.object(partFit)),
          leftOut: maybe(leftOut),
        }),
      ),
      reference: maybe(
        v.object({
          by: v.picklist(['line', 'curve']),
          ...{ rows: whole(), score: finite, line: finite, own: finite, p: finite },
        }),
      ),
    }),
  ),
);

/** run.json; its options are not looked at here. */
export const recordSchema = v.object({
  nn: v.pipe(
    text,
    v.check((version) => /^0\.\d/.test(version), 'a later version of nn wrote it; update this one'),
  ),
  /** Before 0.2 it held the words of the command line. */
  arguments: maybe(texts),
  source: maybe(text),
  options: maybe(v.unknown()),
  origins: maybe(v.array(v.object({ source: text, options: texts }))),
  state: v.picklist(['running', 'finished', 'interrupted', 'failed']),
  ...{ reason: maybe(text), date: text, early: maybe(v.literal(true)) },
  data: v.object({
    ...{ ...file, rows: whole(), validation: maybe(v.object(file)), test: maybe(v.object(file)) },
  }),
  ...{ target: text, network: text, parameters: whole(), seed: finite, dtype: text, kernels: text },
  setup: record(json),
  milliseconds: maybe(finite),
  result: maybe(factsSchema),
  intervals: maybe(record(interval)),
  baselines: maybe(covers<Judged>()(baselines)),
  facts: maybe(facts),
});

import * as v from 'valibot';
import {
  ascending,
  covers,
  distinct,
  finite,
  flag,
  shape,
  text,
  texts,
  whole,
} from '../util/storedFields.ts';
import { parseExpressions } from './features/expression.ts';
import { fills } from './fill.ts';
import type { FeatureEncoding } from './featureEncoding.ts';
import type { Preprocessing } from './preprocessing.ts';
import type { ColumnReading } from './reading/define.ts';
import { parseDateFormat } from './reading/dates/pattern.ts';
import type { SeriesPieces } from './series.ts';

/** What a number is divided by. */
const divisor = v.pipe(
  finite,
  v.check((scale) => scale !== 0, 'nothing can be divided by 0'),
);

const quantiles = v.pipe(ascending, v.minLength(1, 'at least one number'));

const scaling = {
  mean: finite,
  scale: divisor,
  clip: v.exactOptional(v.pipe(finite, v.gtValue(0, 'a number above 0'))),
};

const isExpression = (given: string) => {
  try {
    return parseExpressions(given).length === 1;
  } catch {
    return false;
  }
};

/** Letters of a date's form at most: it becomes a regular expression. */
const LONGEST_PATTERN = 60;

const isDateFormat = (given: string) => {
  try {
    return given.length <= LONGEST_PATTERN && parseDateFormat(given).pattern === given;
  } catch {
    return false;
  }
};

const dateFormat = v.object({ pattern: v.pipe(text, v.check(isDateFormat, 'this is no form of a date')) });

const datePart = v.variant('of', [
  v.object({ of: v.picklist(['days', 'year']), mean: finite, scale: divisor }),
  v.object({ of: v.picklist(['month', 'time', 'weekday']) }),
]);

/** Scalings of the inputs of categories: one for each of them, one for the sign of two. */
const fitsCategories = ({
  categories,
  signed,
  scaled,
}: {
  categories: readonly string[];
  signed?: true | undefined;
  scaled?: readonly unknown[] | undefined;
}) =>
  (!signed || categories.length === 2) &&
  (scaled === undefined || scaled.length === (signed ? 1 : categories.length));

const feature = covers<FeatureEncoding>()(
  v.variant('kind', [
    v.object({
      ...{ kind: v.literal('number'), name: text, ...scaling },
      quantiles: v.exactOptional(quantiles),
      gaps: flag,
    }),
    v.object({ kind: v.literal('boolean'), name: text, ...scaling, yes: texts, no: texts }),
    v.pipe(
      v.object({
        ...{ kind: v.literal('category'), name: text, categories: distinct },
        ...{ numeric: flag, others: flag, signed: flag },
        scaled: v.exactOptional(v.array(v.object({ ...scaling, quantiles: v.exactOptional(quantiles) }))),
      }),
      v.check((found) => fitsCategories(found), 'its scalings are not those of its categories'),
    ),
    v.object({
      ...{ kind: v.literal('date'), name: text, format: dateFormat, first: finite },
      parts: v.pipe(v.array(datePart), v.minLength(1, 'at least one part')),
    }),
    v.object({ kind: v.literal('bins'), name: text, edges: ascending }),
    v.object({
      ...{ kind: v.literal('derived'), ...scaling, quantiles: v.exactOptional(quantiles) },
      name: v.pipe(text, v.check(isExpression, 'this is no expression')),
    }),
    v.object({
      ...{ kind: v.literal('text'), name: text, length: whole(1, 2 ** 24), plain: flag },
      tokens: v.picklist(['char', 'word']),
      vocabulary: v.pipe(distinct, v.minLength(1, 'at least one token')),
    }),
  ]),
);

const target = v.variant('kind', [
  v.object({
    ...{ kind: v.literal('classes'), name: text },
    classes: v.pipe(distinct, v.minLength(2, 'at least two classes')),
  }),
  v.object({ kind: v.literal('values'), name: text, mean: finite, scale: divisor }),
]);

const about = { name: text, why: v.exactOptional(text), said: flag };

const reading = covers<ColumnReading>()(
  v.variant('kind', [
    v.object({
      ...{ kind: v.literal('number'), ...about },
      notation: v.exactOptional(
        v.object({
          decimal: v.picklist(['.', ',']),
          thousands: v.exactOptional(v.picklist([',', '.', ' ', "'"])),
          unit: v.exactOptional(text),
        }),
      ),
    }),
    v.object({ kind: v.literal('date'), ...about, format: dateFormat }),
    v.object({ kind: v.literal('boolean'), ...about, yes: texts, no: texts }),
    v.object({ kind: v.literal('category'), ...about, folded: flag }),
    v.object({ kind: v.literal('text'), ...about }),
  ]),
);

const series = covers<SeriesPieces>()(
  v.object({
    ...{ of: v.literal('series'), window: whole(1), horizon: whole(1), trained: whole() },
    ...{ time: v.exactOptional(text), until: v.exactOptional(text), format: v.exactOptional(dateFormat) },
    fill: v.exactOptional(v.picklist(fills)),
  }),
);

const pieces = v.variant('of', [
  series,
  v.object({ of: v.literal('text') }),
  v.object({ of: v.literal('inputs') }),
]);

/** Everything between a table and the network, as a model file keeps it. */
export const preprocessingSchema = v.object({
  ...{ features: v.array(feature), target, pieces: v.exactOptional(pieces), shape: v.exactOptional(shape) },
  ...{ columns: v.exactOptional(v.array(reading)), missing: v.exactOptional(texts) },
}) satisfies v.GenericSchema<unknown, Preprocessing>;

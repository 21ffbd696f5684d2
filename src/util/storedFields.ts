import * as v from 'valibot';
import { isRecord } from './guards.ts';

// Kinds of values that schemas of stored JSON are made of.

/** A number; JSON has texts for numbers beyond the range of float64. */
export const finite = v.pipe(v.number(), v.finite('a finite number'));

/** A whole number of a range. */
export const whole = (least = 0, most = Number.MAX_SAFE_INTEGER) => {
  const words =
    most === Number.MAX_SAFE_INTEGER
      ? `a whole number of at least ${least}`
      : `a whole number from ${least} to ${most}`;
  return v.pipe(v.number(), v.safeInteger(words), v.minValue(least, words), v.maxValue(most, words));
};

/** A number of a range. */
export const between = (least: number, most: number) => {
  const words = `a number from ${least} to ${most}`;
  return v.pipe(v.number(), v.minValue(least, words), v.maxValue(most, words));
};

export const text = v.string();
export const texts = v.array(text);

/** Names of which none is there twice. */
export const distinct = v.pipe(
  texts,
  v.check((all) => new Set(all).size === all.length, 'the same text is there twice'),
);

/** Numbers, none below the one before it. */
export const ascending = v.pipe(
  v.array(finite),
  v.check((all) => all.every((x, i) => i === 0 || all[i - 1] <= x), 'the numbers do not ascend'),
);

/** Lengths of the axes of an array. */
export const shape = v.pipe(
  v.array(whole(1)),
  v.check(
    (all) => Number.isSafeInteger(all.reduce((a, b) => a * b, 1)),
    'an array of this shape is too large',
  ),
);

/** Left out, or true. */
export const flag = v.exactOptional(v.literal(true));

/** An object whose names are not known before. A list is none, as it is to valibot. */
export const record = <S extends v.GenericSchema>(value: S) =>
  v.pipe(v.custom<Record<string, unknown>>(isRecord, 'an object'), v.record(text, value));

/** The names of all fields of a type, at every depth. */
type Names<T> = T extends readonly (infer Item)[]
  ? readonly Names<Item>[]
  : T extends object
    ? { readonly [K in keyof T]-?: Names<NonNullable<T[K]>> }
    : unknown;

/** A schema whose output is of type T and has every field of it: one that is missing is an error of the compiler. */
export const covers =
  <T>() =>
  <S extends v.GenericSchema<unknown, T>>(schema: Names<v.InferOutput<S>> extends Names<T> ? S : never): S =>
    schema;

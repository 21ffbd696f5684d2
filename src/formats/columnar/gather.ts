import { numberColumn } from '../../data/convert.ts';
import type { Column } from '../../data/table.ts';
import { isSafe } from './exact.ts';

/** Collects the values of a column of a table, of which the file hands out some at a time. */
export interface Gatherer {
  /** Adds the values [from, to). */
  add(values: ArrayLike<unknown>, from: number, to: number): void;
  /** The column of all that was added. */
  column(): Column;
}

/** A value of the file as a number; NaN where there is none. */
export type ToNumber = (value: unknown) => number;
/** A value of the file as a text. */
export type ToText = (value: unknown) => string;

const isNone = (value: unknown) => value === null || value === undefined;

/**
 * Numbers.
 *
 * @param rows how many will be added
 * @param single they are float32
 */
export function gatherNumbers(
  name: string,
  rows: number,
  { toNumber, single = false }: { toNumber: ToNumber; single?: boolean },
): Gatherer {
  const into = single ? new Float32Array(rows) : new Float64Array(rows);
  let at = 0;
  return {
    add(values, from, to) {
      if (values instanceof Float64Array || values instanceof Float32Array || values instanceof Int32Array) {
        into.set(values.subarray(from, to), at);
        at += to - from;
      } else for (let i = from; i < to; i++) into[at++] = toNumber(values[i]);
    },
    column: () => numberColumn(name, into.subarray(0, at)),
  };
}

/** Texts, each kept once. */
export function gatherTexts(name: string, rows: number, toText: ToText): Gatherer {
  const codes = new Int32Array(rows);
  // By value first, so that the text of a value that comes again is not made again.
  const byValue = new Map<unknown, number>();
  const known = new Map<string, number>();
  let at = 0;
  let missing = 0;
  const learn = (value: unknown) => {
    const text = toText(value);
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    if (typeof value !== 'object') byValue.set(value, code);
    return code;
  };
  return {
    add(values, from, to) {
      for (let i = from; i < to; i++) {
        const value = values[i];
        if (isNone(value)) {
          missing++;
          codes[at++] = -1;
        } else codes[at++] = byValue.get(value) ?? learn(value);
      }
    },
    column: () => ({
      kind: 'category',
      name,
      codes: codes.subarray(0, at),
      categories: [...known.keys()],
      missing,
    }),
  };
}

/** Integers of 64 bits and more: numbers, but texts as soon as one of them is not exact as a number. */
export function gatherIntegers(name: string, rows: number, toInteger: (value: unknown) => bigint): Gatherer {
  const numbers = new Float64Array(rows);
  let at = 0;
  let texts: Gatherer | undefined;
  const asTexts = () => {
    const gathered = gatherTexts(name, rows, String);
    const before = Array.from(numbers.subarray(0, at), (value) => (Number.isNaN(value) ? null : value));
    gathered.add(before, 0, at);
    return gathered;
  };
  return {
    add(values, from, to) {
      for (let i = from; i < to; i++) {
        const value = values[i];
        const integer = isNone(value) ? undefined : toInteger(value);
        if (!texts && integer !== undefined && !isSafe(integer)) texts = asTexts();
        if (texts) texts.add([integer], 0, 1);
        else numbers[at++] = integer === undefined ? Number.NaN : Number(integer);
      }
    },
    column: () => texts?.column() ?? numberColumn(name, numbers.subarray(0, at)),
  };
}

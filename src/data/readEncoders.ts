import { inputError } from '../errors.ts';
import { readDates, writeDate } from './dateParts.ts';
import type { DateParts } from './dateParts.ts';
import type { Encoder, Inputs } from './encoders.ts';
import { scaledValue } from './robust.ts';
import type { Scaling } from './robust.ts';
import { placeIn } from './place.ts';
import { booleanReader } from './reading/booleans.ts';
import type { Booleans } from './reading/booleans.ts';
import { asTexts } from './reading/decideNumbers.ts';
import type { Column, Table } from './table.ts';

/** The texts of a column with what each of them is; NaN for one that is nothing of the kind. */
function readTexts(column: Column, read: (texts: readonly string[]) => Float64Array) {
  const texts = column.kind === 'category' ? column : asTexts(column);
  return { texts, values: read(texts.categories) };
}

/** @throws NnError('input') for a text that is not what was learned, unless somebody is told of such rows */
function refuse(
  table: Table,
  { name }: Column,
  row: number,
  text: string,
  expected: string,
  { tolerance }: Inputs,
) {
  const error = inputError(`column "${name}": expected ${expected}, found "${text}"`, {
    where: placeIn(table, name, row),
    hint: 'correct the field, or leave it empty for a missing value',
  });
  if (!tolerance?.bad) throw error;
  tolerance.bad(row, error);
}

/** One of two values, scaled; 0 where it is missing. */
export function booleanEncoder(
  table: Table,
  column: Column,
  { yes, no, ...scaling }: Booleans & Scaling,
  inputs: Inputs,
): Encoder {
  const { out, first, width } = inputs;
  // A missing value is what tells least: the mean, or of two signs the middle.
  const middle = scaling.clip === undefined ? scaling.mean : 0.5;
  const { texts, values } = readTexts(column, (all) => Float64Array.from(all, booleanReader({ yes, no })));
  return (rows, from, to) => {
    for (let i = from; i < to; i++) {
      const row = rows ? rows[i] : i;
      const code = texts.codes[row];
      const value = code < 0 ? middle : values[code];
      const known = value === value;
      if (!known) {
        const text = texts.categories[code];
        if (inputs.tolerance?.unknown) inputs.tolerance.unknown(column.name, text);
        else refuse(table, column, row, text, `${yes[0]} or ${no[0]}`, inputs);
      }
      out[i * width + first] = known ? scaledValue(value, scaling) : 0;
    }
  };
}

/** The parts of a date; all zeros where it is missing. */
export function dateEncoder(table: Table, column: Column, parts: DateParts, inputs: Inputs): Encoder {
  const { out, first, width } = inputs;
  const { texts, values } = readTexts(column, (all) => readDates(parts.format, all));
  return (rows, from, to) => {
    for (let i = from; i < to; i++) {
      const row = rows ? rows[i] : i;
      const code = texts.codes[row];
      const ms = code < 0 ? Number.NaN : values[code];
      if (code >= 0 && Number.isNaN(ms))
        refuse(table, column, row, texts.categories[code], `a date as ${parts.format.pattern}`, inputs);
      writeDate(parts, ms, out, i * width + first);
    }
  };
}

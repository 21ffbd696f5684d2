import { inputError } from '../errors.ts';
import { placeIn } from './place.ts';
import type { NumberColumn, Table } from './table.ts';
import type { Tolerance } from './tolerance.ts';

/**
 * Inputs and targets at most, in amount, as they go into a network: their squares, and sums of those, are still
 * numbers in float32, which ends at 3.4e38.
 */
export const LARGEST_INPUT = 1e18;

/** Values at most that are measured: sums of their squares are still numbers in float64. */
export const LARGEST_MEASURED = 1e150;

/** An infinite number; in files of lines of text it is one with more digits than float64 has. */
function infinity(value: number, written: boolean): string {
  const sign = value > 0 ? '' : '-';
  return written ? `${sign}inf (a number beyond ${sign}1.8e308)` : `${sign}inf`;
}

/** What is wrong with a value that is infinite, or too large as an input, and what to do about it. */
export function complaint(
  value: number,
  scaled: number,
  { most, written = false }: { most: number; written?: boolean },
): { what: string; hint: string } {
  if (value === Infinity || value === -Infinity)
    return {
      what: `found ${infinity(value, written)}, expected a finite number`,
      hint: 'remove the row, or leave the field empty for a missing value',
    };
  const becomes = scaled === value ? '' : ` becomes ${Number(scaled.toPrecision(3))}, which`;
  return {
    what: `${value}${becomes} is beyond the ±${most.toExponential().replace('+', '')} that can be computed with`,
    hint: 'correct the field, remove the row, or leave the field empty for a missing value',
  };
}

/**
 * Refuses a value that is infinite, or too large as an input for what follows to stay a number.
 *
 * @param scaled the input that it becomes
 * @throws NnError('input') unless bad values are tolerated
 */
export function refuseValue(
  table: Table,
  { name, values }: Pick<NumberColumn, 'name' | 'values'>,
  row: number,
  {
    scaled = values[row],
    most = LARGEST_INPUT,
    tolerance,
  }: { scaled?: number; most?: number; tolerance?: Tolerance | undefined },
): void {
  const where = placeIn(table, name, row);
  const { what, hint } = complaint(values[row], scaled, { most, written: where.line !== undefined });
  const error = inputError(`column "${name}": ${what}`, { where, hint });
  if (!tolerance?.bad) throw error;
  tolerance.bad(row, error);
}

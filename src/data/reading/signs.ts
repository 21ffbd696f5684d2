import type { Column } from '../table.ts';
import { certainDecimal } from './notation.ts';

/** What a file tells of the sign before the fraction of its numbers. */
export interface DecimalSigns {
  /** Columns whose texts leave no doubt have it. */
  readonly prefer?: '.' | ',';
  /** It goes with the delimiter. */
  readonly lean?: ',';
}

/** What one column tells. */
interface Told {
  /** The only sign that its texts can be read with. */
  readonly certain?: '.' | ',' | undefined;
  /** It has plain numbers with a point before the fraction. */
  readonly points?: boolean;
}

/**
 * The sign of the columns that leave no doubt, unless they disagree. Semicolons stand between fields where commas
 * stand in numbers; unless there are numbers with a point.
 */
export function signsOf(columns: readonly Told[], delimiter: string | undefined): DecimalSigns {
  const [prefer, ...others] = new Set(columns.flatMap(({ certain }) => certain ?? []));
  const leans = delimiter === ';' && !columns.some(({ points }) => points);
  return {
    ...(prefer !== undefined && others.length === 0 && { prefer }),
    ...(leans && { lean: ',' }),
  };
}

/** The same of the columns of a table. */
export const signsOfColumns = (columns: readonly Column[], delimiter?: string): DecimalSigns =>
  signsOf(
    columns.map((column) =>
      column.kind === 'category'
        ? { certain: certainDecimal(column.categories) }
        : { points: !column.integral && !column.pixels },
    ),
    delimiter,
  );

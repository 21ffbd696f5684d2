import type { NnError } from '../errors.ts';
import { counted } from '../util/plural.ts';
import { count } from '../util/quantity.ts';

/** What becomes of values that a feature cannot take. A way that is absent: they are errors. */
export interface Tolerance {
  /** Told of a category that training did not see; it is encoded as unknown. */
  readonly unknown?: (column: string, text: string) => void;
  /** Told of a row with a value that is no input, such as a text in a column of numbers; it counts as 0. */
  readonly bad?: (row: number, error: NnError) => void;
}

/** Different texts of a column that are counted; names that identify each row are many. */
const MOST = 1000;
/** Of them, so many are named. */
const NAMED = 5;

/** Texts that training did not see, counted by column. */
export class UnknownTexts {
  readonly #columns = new Map<string, { rows: number; readonly texts: Set<string> }>();

  /** Counts one row. */
  add(column: string, text: string): void {
    let found = this.#columns.get(column);
    if (!found) this.#columns.set(column, (found = { rows: 0, texts: new Set() }));
    found.rows++;
    if (found.texts.size <= MOST) found.texts.add(text);
  }

  /**
   * A line for each column: how many texts, in how many rows, and the first of them.
   *
   * @param what column and texts, in the singular: `column`, `category`
   * @param end what becomes of them
   */
  lines([column, one, many]: readonly [string, string, string], end: string): string[] {
    return [...this.#columns].map(([name, { rows, texts }]) => {
      const some = texts.size > MOST ? `more than ${count(MOST)} ${many}` : counted(texts.size, one, many);
      const named = [...texts].slice(0, NAMED).join(', ');
      const more = texts.size > NAMED ? ', …' : '';
      return `${column} "${name}": ${some} that training did not see, in ${counted(rows, 'row')} (${named}${more}); ${end}`;
    });
  }
}

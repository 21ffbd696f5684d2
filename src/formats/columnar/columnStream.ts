import type { Column } from '../../data/table.ts';
import type { FieldReading } from './fieldReading.ts';
import type { Midnight } from './timestamps.ts';

/** A column of a file whose values come some at a time. */
export interface StreamedField extends FieldReading {
  readonly name: string;
}

/** What the first rows say of a column's points in time: days, if none of them has a time. */
function settledBy(column: Column): Midnight | undefined {
  if (column.kind === 'number') return 'time';
  if (column.categories.length === 0) return undefined;
  return column.categories.some((text) => text.includes('T')) ? 'time' : 'day';
}

/** Makes columns of the rows of a file, some at a time, so that each column is written alike in all of them. */
export class ColumnStream {
  readonly #fields: readonly StreamedField[];
  readonly #midnight: (Midnight | undefined)[];

  constructor(fields: readonly StreamedField[]) {
    this.#fields = fields;
    this.#midnight = fields.map(() => undefined);
  }

  /**
   * The columns of some rows.
   *
   * @param values of every field; those [from, to) are taken
   */
  columns(values: readonly ArrayLike<unknown>[], from: number, to: number): Column[] {
    return this.#fields.map((field, i) => {
      const gathered = field.gather(field.name, to - from, this.#midnight[i] ?? 'day where all are');
      gathered.add(values[i], from, to);
      const column = gathered.column();
      this.#midnight[i] ??= settledBy(column);
      return column;
    });
  }
}

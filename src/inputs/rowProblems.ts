import type { Table } from '../data/table.ts';
import { UnknownTexts } from '../data/tolerance.ts';
import type { Tolerance } from '../data/tolerance.ts';
import { inputError } from '../errors.ts';
import type { NnError } from '../errors.ts';
import type { Batch } from '../formats/define.ts';
import type { Screen } from '../host/screen.ts';
import type { RowRules } from '../options/answering.ts';
import { counted } from '../util/plural.ts';
import { count } from '../util/quantity.ts';

/** Rows that are named one by one. */
const NAMED = 5;

const ends = { error: '', skip: 'left out', null: 'without an answer' };

/** An error as a line that names its place; the row where the file has no lines. */
function lineOf({ message, where: { source, line, column } = {} }: NnError, row: number): string {
  if (line === undefined) return `${source}: row ${row + 1}: ${message}`;
  return `${[source, line, column].filter((part) => part !== undefined).join(':')}: ${message}`;
}

/** A field that is no number, as the encoders say it. */
function unreadError(
  { source, placeOf }: Table,
  { column: name, text, row, line, expected = 'a number' }: NonNullable<Batch['unread']>[number],
): NnError {
  const column = placeOf?.(row, name).column;
  return inputError(`column "${name}": expected ${expected}, found "${text}"`, {
    where: { source, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
    hint: 'correct the field, or leave it empty for a missing value',
  });
}

/**
 * What was met in rows that a model is applied to, as --unknown and --bad-rows ask for it: gathered while they
 * pass through, and said at the end.
 */
export class RowProblems {
  readonly #rules: RowRules;
  readonly #screen: Pick<Screen, 'note' | 'warn'>;
  readonly #columns = new UnknownTexts();
  readonly #classes = new UnknownTexts();
  #bad = new Map<number, NnError>();
  #badRows = 0;
  #before = 0;
  #rows = 0;

  constructor(rules: RowRules, screen: Pick<Screen, 'note' | 'warn'>) {
    this.#rules = rules;
    this.#screen = screen;
  }

  /** What becomes of bad values in the features of the rows at hand. */
  get features(): Tolerance {
    return this.#tolerance(this.#columns);
  }

  /** What becomes of bad values in their target. */
  get target(): Tolerance {
    return this.#tolerance(this.#classes);
  }

  /**
   * Goes on to the next rows, of which some were not read.
   *
   * @throws NnError('input') for the first of those where no row may be bad
   */
  begin({ table, bad, unread }: Batch): void {
    this.#before += this.#rows;
    this.#rows = table.rows;
    this.#bad = new Map(bad);
    if (unread?.[0] && this.#rules.badRows === 'error') throw unreadError(table, unread[0]);
    for (const field of unread ?? [])
      if (!this.#bad.has(field.row)) this.#bad.set(field.row, unreadError(table, field));
  }

  /** Rows at hand that have no answer; says which they are. Asked for once they are encoded. */
  end(): ReadonlySet<number> {
    const rows = [...this.#bad.keys()].sort((a, b) => a - b);
    for (const row of rows) {
      const error = this.#bad.get(row);
      if (error && this.#badRows++ < NAMED)
        this.#screen.note(`${lineOf(error, this.#before + row)}; ${ends[this.#rules.badRows]}`);
    }
    return new Set(rows);
  }

  /**
   * Says what was met in all rows.
   *
   * @param strangers what becomes of rows of a class that the model does not know
   */
  tell(strangers = 'left out, as no answer to them can be correct'): void {
    const { badRows } = this.#rules;
    if (this.#badRows > 0)
      this.#screen.warn(
        `${count(this.#badRows)} of ${counted(this.#before + this.#rows, 'row')} could not be read: ${ends[badRows]}`,
      );
    const lines = [
      ...this.#columns.lines(['column', 'category', 'categories'], 'treated as unknown'),
      ...this.#classes.lines(['target', 'class', 'classes'], strangers),
    ];
    for (const line of lines) this.#screen.note(line);
  }

  #tolerance(texts: UnknownTexts): Tolerance {
    const { unknown, badRows } = this.#rules;
    return {
      ...(unknown === 'ignore' && { unknown: (column, text) => texts.add(column, text) }),
      ...(badRows !== 'error' && {
        bad: (row, error) => {
          if (!this.#bad.has(row)) this.#bad.set(row, error);
        },
      }),
    };
  }
}

import type { Column } from '../table.ts';
import { notationText } from './decide.ts';
import { keepsEveryText } from './define.ts';
import type { ColumnKind, ColumnReading, NumberNotation } from './define.ts';
import { withoutMissing } from './missingValues.ts';
import { fitNotation } from './notation.ts';
import { readNumbers } from './numbers.ts';

const PLAIN: NumberNotation = { decimal: '.' };

/** A column of another file, read as training read it. */
export interface LearnedColumn {
  readonly column: Column;
  /** Rows whose text is no number where numbers were learned. */
  readonly unread: readonly number[];
  /** Said once: the file writes its numbers otherwise than the training data did. */
  readonly remark?: string;
}

/**
 * Reads columns of other files as a model learned them: what a column holds is the model's; how its numbers
 * are written is decided by the first rows of the file, as in training where they fit that.
 */
export class LearnedReadings {
  readonly #readings: ReadonlyMap<string, ColumnReading>;
  readonly #missing: readonly string[];
  /** Columns whose texts are kept as they stand, with what the user called them. */
  readonly keptTexts: ReadonlyMap<string, ColumnKind>;
  readonly #settled = new Map<string, NumberNotation>();

  constructor(readings: ReadonlyMap<string, ColumnReading>, missing: readonly string[] = []) {
    this.#readings = readings;
    this.#missing = missing;
    this.keptTexts = new Map(
      [...readings.values()].flatMap(({ name, kind, said }) =>
        said && keepsEveryText(kind) ? [[name, kind] as const] : [],
      ),
    );
  }

  /** A column as it was learned; one that has no reading as it is. */
  read(given: Column): LearnedColumn {
    const reading = this.#readings.get(given.name);
    if (!reading) return { column: given, unread: [] };
    const column = withoutMissing(given, this.#missing, this.keptTexts.has(given.name));
    if (reading.kind !== 'number' || column.kind === 'number' || column.categories.length === 0)
      return { column, unread: [] };
    const { name, categories } = column;
    const prior = reading.notation ?? PLAIN;
    const settled = this.#settled.get(name) ?? prior;
    const read = readNumbers(column, settled);
    if (this.#settled.has(name) || read.unread.length === 0) {
      this.#settled.set(name, settled);
      return read;
    }
    const fit = fitNotation(categories, { prefer: prior.decimal });
    const other = fit && readNumbers(column, fit.notation);
    if (!fit || !other || other.unread.length >= read.unread.length) return read;
    this.#settled.set(name, fit.notation);
    const how = [fit.notation, prior].map((notation) => notationText(notation) || 'plain numbers');
    return { ...other, remark: `column "${name}": ${how[0]} here, ${how[1]} in the training data` };
  }
}

import type { CategoryColumn, Column } from '../table.ts';
import { detectDates } from './dates/detect.ts';
import { hasDay } from './dates/pattern.ts';
import { dateReader } from './dates/read.ts';
import { dateText } from './dates/write.ts';
import { notationText } from './decide.ts';
import { keepsEveryText } from './define.ts';
import type { ColumnKind, ColumnReading, DateFormat, NumberNotation } from './define.ts';
import { withoutMissing } from './missingValues.ts';
import { fitNotation } from './notation.ts';
import { readNumbers } from './numbers.ts';
import type { ReadNumbers } from './numbers.ts';
import { minOf } from '../../util/extremes.ts';

const PLAIN: NumberNotation = { decimal: '.' };
const ISO: DateFormat = { pattern: 'yyyy-mm-ddThh:mm:ss' };

/** A column of another file, read as training read it. */
export interface LearnedColumn {
  readonly column: Column;
  /** Rows whose text is no number where numbers were learned. */
  readonly unread: readonly number[];
  /** Said once: the file writes the column otherwise than the training data did, or it can be doubted. */
  readonly remark?: string;
}

/** Mean and deviation of a column in training. */
export interface Typical {
  readonly mean: number;
  readonly scale: number;
}

/** How far from the values of training the numbers are, in deviations, on average. */
function distance({ column: { values } }: ReadNumbers, { mean, scale }: Typical): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += Math.abs(value - mean) / scale;
    count++;
  }
  return count > 0 ? sum / count : 0;
}

/** A reading of numbers that is so many times farther from those of training than another one is wrong. */
const FARTHER = 10;

/**
 * Reads columns of other files as a model learned them: what a column holds is the model's; how its numbers
 * are written is decided by the first rows of the file. Of several ways that fit, the one whose numbers are
 * like those of training is taken, then the one of training.
 */
export class LearnedReadings {
  readonly #readings: ReadonlyMap<string, ColumnReading>;
  readonly #typical: ReadonlyMap<string, Typical>;
  readonly #missing: readonly string[];
  /** Columns whose texts are kept as they stand, with what the user called them. */
  readonly keptTexts: ReadonlyMap<string, ColumnKind>;
  readonly #settled = new Map<string, NumberNotation>();
  readonly #dates = new Map<string, DateFormat>();

  /** @param typical of columns of numbers, where that is known */
  constructor(
    readings: ReadonlyMap<string, ColumnReading>,
    typical: ReadonlyMap<string, Typical> = new Map(),
    missing: readonly string[] = [],
  ) {
    this.#readings = readings;
    this.#typical = typical;
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
    if (column.kind === 'number' || column.categories.length === 0) return { column, unread: [] };
    if (reading.kind === 'date') return this.#readDates(column, reading.format);
    return reading.kind === 'number'
      ? this.#readNumbers(column, reading.notation ?? PLAIN)
      : { column, unread: [] };
  }

  #readNumbers(column: CategoryColumn, prior: NumberNotation): LearnedColumn {
    const { name, categories } = column;
    const settled = this.#settled.get(name);
    if (settled) return readNumbers(column, settled);
    const notations = [prior];
    for (const prefer of ['.', ','] as const) {
      const fit = fitNotation(categories, { prefer });
      if (fit) notations.push(fit.notation);
    }
    const read = notations.map((notation) => ({ notation, ...readNumbers(column, notation) }));
    const least = minOf(read.map(({ unread }) => unread.length));
    const fitting = read.filter(({ unread }) => unread.length === least);
    const typical = this.#typical.get(name);
    const far = fitting.map((one) => (typical ? distance(one, typical) : 0));
    const nearest = fitting[far.indexOf(minOf(far))];
    // What training wrote stays, unless another way gives numbers that are far more like those it saw.
    const chosen = far[0] > FARTHER * Math.max(1, minOf(far)) ? nearest : fitting[0];
    if (least < categories.length) this.#settled.set(name, chosen.notation);
    const remark = remarkOn(column, chosen, fitting, prior);
    return { column: chosen.column, unread: chosen.unread, ...(remark !== undefined && { remark }) };
  }

  /**
   * Dates in another form than training's, as ISO 8601, which every form reads that says a day; in training's where
   * that has months or times alone.
   */
  #readDates(column: CategoryColumn, learned: DateFormat): LearnedColumn {
    const { name, categories } = column;
    const known = dateReader(learned);
    const settled = this.#dates.get(name);
    const fails = (text: string) => known(text) === undefined;
    if (!settled && !categories.some(fails)) return { column, unread: [] };
    const detected = settled ? undefined : detectDates(categories);
    const format = settled ?? (detected?.impossible.length === 0 ? detected.format : undefined);
    if (!format) return { column, unread: [] };
    this.#dates.set(name, format);
    const other = dateReader(format);
    const common = hasDay(learned) ? ISO : learned;
    const texts = categories.map((text) => {
      const ms = other(text) ?? known(text);
      return ms === undefined ? text : dateText(ms, common);
    });
    return {
      column: { ...column, categories: texts },
      unread: [],
      ...(!settled && {
        remark: `column "${name}": dates are read as ${format.pattern}, those of training were ${learned.pattern}`,
      }),
    };
  }
}

/** What is said of the way numbers are read: another one than training's, or another one gives other numbers. */
function remarkOn(
  { name, categories, codes }: CategoryColumn,
  chosen: { readonly notation: NumberNotation } & ReadNumbers,
  fitting: readonly ReadNumbers[],
  prior: NumberNotation,
): string | undefined {
  const how = [chosen.notation, prior].map((notation) => notationText(notation) || 'plain numbers');
  const { values } = chosen.column;
  for (const { column } of fitting) {
    const row = values.findIndex((value, i) => value !== column.values[i] && !Number.isNaN(value));
    if (row < 0 || Number.isNaN(column.values[row])) continue;
    return `column "${name}": "${categories[codes[row]]}" is read as ${values[row]}, not ${column.values[row]}`;
  }
  return how[0] === how[1] || chosen.notation === prior
    ? undefined
    : `column "${name}": ${how[0]} here, ${how[1]} in the training data`;
}

import { usageError } from '../../errors.ts';
import { shellWord } from '../../util/shell.ts';
import { didYouMean } from '../../util/suggest.ts';
import type { CategoryColumn, Column } from '../table.ts';
import { chooseNotation } from './choose.ts';
import type { Chosen, Typical } from './choose.ts';
import { detectDates } from './dates/detect.ts';
import { hasDay, parseDateFormat } from './dates/pattern.ts';
import { dateReader } from './dates/read.ts';
import { dateText } from './dates/write.ts';
import { notationText } from './decide.ts';
import { asTexts } from './decideNumbers.ts';
import { keepsEveryText } from './define.ts';
import type { ColumnChoices, ColumnKind, ColumnReading, DateFormat, NumberNotation } from './define.ts';
import { withoutMissing } from './missingValues.ts';
import { numberReader } from './notation.ts';
import { readNumbers } from './numbers.ts';
import { signsOfColumns } from './signs.ts';
import type { DecimalSigns } from './signs.ts';

const PLAIN: NumberNotation = { decimal: '.' };
const ISO: DateFormat = { pattern: 'yyyy-mm-ddThh:mm:ss' };

/** A column of another file, read as training read it. */
export interface LearnedColumn {
  readonly column: Column;
  /** Rows whose text is not what was learned: no number, or no date in the form that the user says. */
  readonly unread: readonly number[];
  /** What was expected there; a number when absent. */
  readonly expected?: string;
  /** Said once: the file writes the column otherwise than the training data did, or it can be doubted. */
  readonly remark?: string;
}

/**
 * Reads columns of other files as a model learned them: what a column holds is the model's; how its numbers
 * are written is decided by the first rows of the file. Of several ways that fit, the one whose numbers are
 * like those of training is taken, then the one of training.
 */
export class LearnedReadings {
  readonly #readings: ReadonlyMap<string, ColumnReading>;
  readonly #typical: ReadonlyMap<string, Typical>;
  readonly #missing: readonly string[];
  readonly #choices: ColumnChoices;
  #signs: DecimalSigns = {};
  /** Columns whose texts are kept as they stand, with what the user called them. */
  readonly keptTexts: ReadonlyMap<string, ColumnKind>;
  readonly #settled = new Map<string, Pick<Chosen, 'notation' | 'certain'>>();
  readonly #dates = new Map<string, { readonly format: DateFormat; readonly said: boolean }>();

  /**
   * @param typical of columns of numbers, where that is known
   * @param missing what the model takes for missing
   * @param choices what the user says of the file
   * @throws NnError('usage') where that contradicts what was learned
   */
  constructor(
    readings: ReadonlyMap<string, ColumnReading>,
    typical: ReadonlyMap<string, Typical> = new Map(),
    missing: readonly string[] = [],
    choices: ColumnChoices = {},
  ) {
    this.#readings = readings;
    this.#typical = typical;
    this.#missing = [...missing, ...(choices.missing ?? [])];
    this.#choices = choices;
    checkKinds(readings, choices.columns);
    this.keptTexts = new Map(
      [...readings.values()].flatMap(({ name, kind, said }) =>
        said && keepsEveryText(kind) ? [[name, kind] as const] : [],
      ),
    );
  }

  /** What formats have to know: texts that are kept, what is missing, and that texts are handed out where in doubt. */
  get readOptions() {
    return { columns: this.keptTexts, missing: this.#missing, doubted: true };
  }

  /** Looks at the columns of some rows, before they are read, for what they tell of each other. */
  look(columns: readonly Column[], signs: DecimalSigns = {}): void {
    if (this.#signs.prefer !== undefined) return;
    const numbers = columns.filter(({ name }) => this.#readings.get(name)?.kind === 'number');
    this.#signs = { ...this.#signs, ...signsOfColumns(numbers), ...signs };
  }

  /** A column as it was learned; one that has no reading as it is. */
  read(given: Column): LearnedColumn {
    const reading = this.#readings.get(given.name);
    if (!reading) return { column: given, unread: [] };
    const column = withoutMissing(given, this.#missing, this.keptTexts.has(given.name));
    if (reading.kind === 'date' && column.kind === 'number' && this.#choices.dateFormat !== undefined)
      return this.#readDates(asTexts(column), reading.format);
    if (column.kind === 'number' || column.categories.length === 0) return { column, unread: [] };
    if (reading.kind === 'date') return this.#readDates(column, reading.format);
    return reading.kind === 'number'
      ? this.#readNumbers(column, reading.notation ?? PLAIN)
      : { column, unread: [] };
  }

  #readNumbers(column: CategoryColumn, prior: NumberNotation): LearnedColumn {
    const { name } = column;
    const { prefer } = this.#signs;
    const settled = this.#settled.get(name);
    if (settled) {
      const read = readNumbers(column, settled.notation);
      const agrees = prefer === undefined || prefer === settled.notation.decimal;
      if (settled.certain || (agrees && read.unread.length === 0)) return read;
    }
    const chosen = chooseNotation(column, {
      prior,
      typical: this.#typical.get(name),
      signs: this.#signs,
      decimal: this.#choices.decimal,
    });
    const { notation, certain, unread } = chosen;
    if (unread.length < column.codes.length - column.missing) this.#settled.set(name, { notation, certain });
    const said = settled !== undefined && notationText(settled.notation) === notationText(notation);
    const remark = said ? undefined : remarkOn(column, chosen, prior);
    return { column: chosen.column, unread, ...(remark !== undefined && { remark }) };
  }

  /**
   * Dates in another form than training's, as ISO 8601, which every form reads that says a day; in training's where
   * that has months or times alone. Where the user says the form, it holds for all columns that have it.
   */
  #readDates(column: CategoryColumn, learned: DateFormat): LearnedColumn {
    const { name, categories } = column;
    const known = dateReader(learned);
    const settled = this.#dates.get(name);
    const given = this.#choices.dateFormat;
    if (!settled && given === undefined && categories.every((text) => known(text) !== undefined))
      return { column, unread: [] };
    const detected = settled ?? this.#detect(categories);
    if (!detected) return { column, unread: [] };
    this.#dates.set(name, detected);
    const { format, said } = detected;
    const other = dateReader(format);
    const common = hasDay(learned) ? ISO : learned;
    const failing = new Set<number>();
    const texts = categories.map((text, code) => {
      const ms = other(text) ?? (said ? undefined : known(text));
      if (ms !== undefined) return dateText(ms, common);
      if (said) failing.add(code);
      return text;
    });
    const unread: number[] = [];
    if (failing.size > 0) column.codes.forEach((code, row) => failing.has(code) && unread.push(row));
    return {
      column: { ...column, categories: texts },
      unread,
      expected: `a date as ${format.pattern}`,
      ...(!settled &&
        format.pattern !== learned.pattern && {
          remark: `column "${name}": dates are read as ${format.pattern}, those of training were ${learned.pattern}`,
        }),
    };
  }

  /** The form of some dates; undefined where they have none. `said`: it is the user's. */
  #detect(texts: readonly string[]): { format: DateFormat; said: boolean } | undefined {
    const given = this.#choices.dateFormat;
    const detected = detectDates(texts, { ...(given !== undefined && { given }) });
    if (!detected) return undefined;
    const { format, impossible } = detected;
    const said = given !== undefined && format.pattern === parseDateFormat(given).pattern;
    return said || impossible.length === 0 ? { format, said } : undefined;
  }
}

/**
 * What the user calls columns has to be what the model learned of them.
 *
 * @throws NnError('usage')
 */
function checkKinds(
  readings: ReadonlyMap<string, ColumnReading>,
  kinds: ReadonlyMap<string, ColumnKind> = new Map(),
): void {
  for (const [name, kind] of kinds) {
    const learned = readings.get(name)?.kind;
    if (learned === kind || (keepsEveryText(kind) && keepsEveryText(learned))) continue;
    const given = `--column ${shellWord(`${name}:${kind}`)}`;
    if (learned === undefined)
      throw usageError(`${given}: the model does not read a column "${name}"`, {
        hint: didYouMean(name, [...readings.keys()]) ?? 'other columns are written as they stand',
      });
    throw usageError(`${given}: the model has learned this column as ${PLURAL[learned]}`, {
      hint: `train a model with ${given}, or leave the option away`,
    });
  }
}

const PLURAL: Readonly<Record<ColumnKind, string>> = {
  number: 'numbers',
  category: 'categories',
  boolean: 'yes and no',
  date: 'dates',
  text: 'texts',
};

/** What is said of the way numbers are read: another one than training's, or another one gives other numbers. */
function remarkOn(
  { name, categories, codes }: CategoryColumn,
  { notation, doubt, column: { values } }: Chosen,
  prior: NumberNotation,
): string | undefined {
  if (doubt) {
    const { row, other, why } = doubt;
    const reads = `--decimal ${notation.decimal === ',' ? '.' : "','"} reads it the other way`;
    return `column "${name}": "${categories[codes[row]]}" is read as ${values[row]}, not ${other}, ${why}; ${reads}`;
  }
  const how = [notation, prior].map((one) => notationText(one) || 'plain numbers');
  const plainly = numberReader(prior);
  // Whole numbers are written alike in both.
  return how[0] === how[1] || categories.every((text) => !Number.isNaN(plainly(text)))
    ? undefined
    : `column "${name}": ${how[0]} here, ${how[1]} in the training data`;
}

import type { NumberNotation } from './define.ts';
import { maxOf } from '../../util/extremes.ts';
import { lazy } from '../../util/lazy.ts';

/** Currencies by their ISO 4217 codes; a sign such as `€` or `R$` needs no list. */
const CODES =
  'USD|EUR|GBP|JPY|BRL|CHF|CAD|AUD|NZD|CNY|RMB|INR|MXN|ARS|CLP|COP|PEN|UYU|SEK|NOK|DKK|PLN|CZK|HUF|TRY|ZAR|KRW|SGD|HKD|ILS|RUB';
/** A currency: a sign with up to two capitals before it, or a code. */
const CURRENCY = `[A-Z]{0,2}\\p{Sc}|(?:${CODES})`;
/** Units that may stand directly behind a number; others need a space, or `12a` would be one. */
const UNITS =
  '%|‰|°|°C|°F|kg|g|mg|lb|lbs|oz|km|m|cm|mm|mi|ft|in|m²|m2|km²|km2|ft²|sqft|m³|m3|ha|l|L|ml|mL|h|min|s|ms|kWh|kW|W|V|A|Hz|kHz|MHz|GHz|KB|MB|GB|TB|px|x|km/h|mph|kcal|hp|cc';
/** A number with what may stand around it; the core holds digits and signs between them. */
const WRITTEN = lazy(
  () =>
    new RegExp(
      '^(?<open>\\()?(?<before>[-+])?(?<currency>' +
        CURRENCY +
        ')? ?(?<inner>[-+])?' +
        "(?<core>\\d[\\d., ']*\\d|\\d|[.,]\\d+)(?<exponent>[eE][-+]?\\d+)?" +
        '(?: ?(?<behind>' +
        CURRENCY +
        ')|(?<unit>' +
        UNITS +
        ')| (?<word>' +
        UNITS +
        '|[\\p{L}µ][\\p{L}²³./]{0,11}))?(?<after>-)?(?<close>\\))?$',
      'u',
    ),
);
/** Spaces of typesetters and minus signs, as they come from Excel and web pages. */
const SPACES = /[\u00a0\u2009\u202f]/gu;
const MINUS = /^\(?[\u2212\u2013]/u;

/** What a text is made of that may be a number. */
interface Written {
  readonly negative: boolean;
  /** Digits with the signs between them. */
  readonly core: string;
  readonly exponent: string;
  readonly currency: string;
  readonly unit: string;
}

/** The parts of a text; undefined where it is no number in any notation. */
function partsOf(text: string): Written | undefined {
  const plain = text
    .trim()
    // As Fortran and NumPy print whole numbers.
    .replace(/(\d)\.$/, '$1')
    .replace(SPACES, ' ')
    .replace(MINUS, (found) => found.replace(/.$/u, '-'));
  const parts = WRITTEN().exec(plain)?.groups;
  if (!parts) return undefined;
  const { open, close, before, inner, after } = parts;
  if ((open === undefined) !== (close === undefined)) return undefined;
  const signs = [before, inner, after].filter((sign) => sign !== undefined);
  if (signs.length > 1 || (open !== undefined && signs.length > 0)) return undefined;
  if (parts.currency !== undefined && (parts.behind ?? parts.unit ?? parts.word) !== undefined)
    return undefined;
  return {
    negative: open !== undefined || signs[0] === '-',
    core: parts.core,
    exponent: parts.exponent ?? '',
    currency: parts.currency ?? parts.behind ?? '',
    unit: parts.unit ?? parts.word ?? '',
  };
}

type Separators = Pick<NumberNotation, 'decimal' | 'thousands'>;

/** Every way to part the digits of a number, the plain one first; with commas also India's groups of two. */
const separators: readonly Separators[] = [
  { decimal: '.' },
  { decimal: '.', thousands: ',' },
  { decimal: '.', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: ',', thousands: "'" },
];

/** What a core looks like: digits or groups of three of them, and a fraction. */
function formOf({ decimal, thousands }: Separators): RegExp {
  const point = `\\${decimal}`;
  const sign = `\\${thousands ?? ''}`;
  const groups = thousands === undefined ? '' : `|[1-9]\\d{0,2}(?:${sign}\\d{3})+`;
  const indian = thousands === ',' ? '|[1-9]\\d?(?:,\\d{2})+,\\d{3}' : '';
  return new RegExp(`^(?:(?:\\d+${groups}${indian})(?:${point}\\d+)?|${point}\\d+)$`);
}

const forms = lazy(() => separators.map((found) => ({ ...found, pattern: formOf(found) })));
type Form = ReturnType<typeof forms>[number];

function valueOf({ core, exponent, negative }: Written, { decimal, thousands, pattern }: Form): number {
  if (!pattern.test(core)) return Number.NaN;
  const whole = thousands === undefined ? core : core.replaceAll(thousands, '');
  const value = Number((decimal === ',' ? whole.replace(',', '.') : whole) + exponent);
  return negative ? -value : value;
}

/** How the numbers of a column are written. */
export interface FittedNotation {
  readonly notation: NumberNotation;
  /** Texts that are no numbers in it: their places among those given. */
  readonly failing: readonly number[];
  /** The only sign that can be the decimal one; undefined where the texts do not tell. */
  readonly certain?: '.' | ',';
  /** A text to which another notation that fits all of them gives another value, and both values. */
  readonly doubt?: { readonly text: string; readonly value: number; readonly other: number };
}

/** So many texts without a number say that there is none. */
const SOME = 1000;

/** One star, five stars. */
const unitKey = (unit: string) => (unit.length > 3 ? unit.replace(/s$/, '').toLowerCase() : unit);

/** The unit that all numbers have; `''`: none; undefined: they differ. */
function unitOf(numbers: readonly Written[]): string | undefined {
  const found = new Map<string, string>();
  for (const { unit, currency } of numbers) {
    const written = currency || unit;
    if (written !== '') found.set(unitKey(written), written);
  }
  if (found.size === 0) return '';
  if (found.size > 1) return undefined;
  const [unit] = found.values();
  const whole = numbers.every(
    (number) => number.currency !== '' || number.unit !== '' || Number(number.core) === 0,
  );
  return whole || numbers.some(({ currency }) => currency !== '') ? unit : undefined;
}

/** What is known of the sign before the fraction, the most certain first. */
export interface DecimalHints {
  /** The user says so. */
  readonly decimal?: '.' | ',' | undefined;
  /** Other columns of the file have it. */
  readonly prefer?: '.' | ',' | undefined;
  /** The delimiter goes with it. */
  readonly lean?: '.' | ',' | undefined;
}

const POINT = /^(?:[A-Z]{0,2}[$£₹¥₩]|USD|GBP|INR|JPY|CNY|AUD|CAD|NZD|MXN|SGD|HKD)$/u;
const COMMA = /^(?:R\$|€|EUR|BRL|ARS|CLP|COP|SEK|NOK|DKK|PLN|CZK|HUF|TRY|RUB|₽|₺)$/u;

/** The sign that goes with a currency. */
const decimalOfCurrency = (unit: string): '.' | ',' | undefined =>
  COMMA.test(unit) ? ',' : POINT.test(unit) ? '.' : undefined;

/**
 * The notation of the texts of a column: the one in which most of them are numbers; among several the one
 * with the decimal sign that is wanted, then the plainest. Undefined where none of them is a number, or
 * their units differ.
 */
export function fitNotation(
  texts: readonly string[],
  { decimal, prefer, lean }: DecimalHints = {},
): FittedNotation | undefined {
  // Most columns of texts are seen to be no numbers from some of them.
  if (texts.length > 2 * SOME && !texts.slice(0, SOME).some((text) => partsOf(text))) return undefined;
  const written = texts.map(partsOf);
  const numbers = written.filter((parts) => parts !== undefined);
  const unit = unitOf(numbers);
  if (numbers.length === 0 || unit === undefined) return undefined;
  const allowed = forms().filter((form) => decimal === undefined || form.decimal === decimal);
  const fits = allowed.map((form) => numbers.reduce((n, { core }) => n + Number(form.pattern.test(core)), 0));
  const most = maxOf(fits);
  if (most === 0) return undefined;
  const best = allowed.filter((_, i) => fits[i] === most);
  const wanted = prefer ?? decimalOfCurrency(unit) ?? lean;
  const chosen = best.find((form) => form.decimal === wanted) ?? best[0];
  const decimals = new Set(best.map((form) => form.decimal));
  const failing = texts.flatMap((_, i) => {
    const parts = written[i];
    return parts && chosen.pattern.test(parts.core) ? [] : [i];
  });
  const doubt = decimal === undefined ? doubtOf(texts, written, chosen, best) : undefined;
  const { decimal: sign, thousands } = chosen;
  return {
    notation: { decimal: sign, ...(thousands !== undefined && { thousands }), ...(unit !== '' && { unit }) },
    failing,
    ...(decimals.size === 1 && decimal === undefined && { certain: chosen.decimal }),
    ...(doubt && { doubt }),
  };
}

function doubtOf(
  texts: readonly string[],
  written: readonly (Written | undefined)[],
  chosen: Form,
  best: readonly Form[],
): FittedNotation['doubt'] {
  const rivals = best.filter((form) => form !== chosen);
  for (const [i, parts] of written.entries()) {
    if (!parts) continue;
    const value = valueOf(parts, chosen);
    const other = rivals.map((form) => valueOf(parts, form)).find((v) => !Number.isNaN(v) && v !== value);
    if (other !== undefined && !Number.isNaN(value)) return { text: texts[i], value, other };
  }
  return undefined;
}

/**
 * Reads texts in a notation; NaN is no number. Groups of thousands may be written with the sign that goes
 * with the decimal sign even where the notation has none, as small numbers do not show them.
 */
export function numberReader({ decimal, thousands, unit }: NumberNotation): (text: string) => number {
  const form =
    forms().find((known) => known.decimal === decimal && known.thousands === thousands) ?? forms()[0];
  const common = decimal === ',' ? '.' : ',';
  const wider = forms().find((known) => known.decimal === decimal && known.thousands === common) ?? form;
  return (text) => {
    const parts = partsOf(text);
    if (!parts) return Number.NaN;
    const found = parts.currency || parts.unit;
    if (found !== '' && unitKey(found) !== unitKey(unit ?? '')) return Number.NaN;
    const value = valueOf(parts, form);
    return Number.isNaN(value) && thousands === undefined ? valueOf(parts, wider) : value;
  };
}

/** Whether numbers in a notation are written as programs write them. */
export const isPlain = ({ decimal, thousands, unit }: NumberNotation): boolean =>
  decimal === '.' && thousands === undefined && unit === undefined;

/** The only sign that can be the decimal one among the numbers of a column; undefined where none is certain. */
export function certainDecimal(texts: readonly string[]): '.' | ',' | undefined {
  const some = texts.slice(0, SOME);
  const fit = fitNotation(some);
  return fit && fit.failing.length <= some.length / 5 ? fit.certain : undefined;
}

import type { Style, Styles } from './writtenTables.ts';

type WriteNumber = Styles['numbers'][number]['write'];

/** Digits in groups of three, and a fraction. */
const grouped =
  (decimal: string, thousands: string): WriteNumber =>
  (value, decimals) => {
    const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
    const groups = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, thousands);
    return (value < 0 ? '-' : '') + groups + (fraction === undefined ? '' : decimal + fraction);
  };

/** A sign in front of every number, or behind it. */
const before =
  (sign: string, write: WriteNumber): WriteNumber =>
  (value, decimals) =>
    (value < 0 ? '-' : '') + sign + write(Math.abs(value), decimals);
const behind =
  (sign: string, write: WriteNumber): WriteNumber =>
  (value, decimals) =>
    write(value, decimals) + sign;
const inParentheses =
  (write: WriteNumber): WriteNumber =>
  (value, decimals) =>
    value < 0 ? `(${write(-value, decimals)})` : write(value, decimals);

const plain = grouped('.', '');
const english = grouped('.', ',');
const german = grouped(',', '.');

const numbers: Readonly<Record<string, WriteNumber>> = {
  plain,
  'decimal comma': grouped(',', ''),
  'comma between thousands': english,
  'point between thousands': german,
  'space between thousands': grouped(',', ' '),
  'fixed space between thousands': grouped(',', '\u00a0'),
  'apostrophe between thousands': grouped('.', "'"),
  dollars: before('$', english),
  reais: before('R$ ', german),
  'euros behind': behind(' €', german),
  pounds: before('£', english),
  'code before': before('USD ', english),
  'code behind': behind(' EUR', plain),
  percent: behind('%', plain),
  'percent with a space': behind(' %', grouped(',', '')),
  parentheses: inParentheses(english),
  'parentheses with dollars': inParentheses(before('$', english)),
  'minus behind': (value, decimals) => plain(Math.abs(value), decimals) + (value < 0 ? '-' : ''),
  kilograms: behind(' kg', plain),
  'square metres': behind(' m²', german),
};

const two = (value: number) => String(value).padStart(2, '0');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const dates: Readonly<Record<string, (date: Date, d: string, m: string, y: number) => string>> = {
  'yyyy-mm-dd': (_, d, m, y) => `${y}-${m}-${d}`,
  'dd/mm/yyyy': (_, d, m, y) => `${d}/${m}/${y}`,
  'mm/dd/yyyy': (_, d, m, y) => `${m}/${d}/${y}`,
  'dd.mm.yyyy': (_, d, m, y) => `${d}.${m}.${y}`,
  'dd-mm-yyyy': (_, d, m, y) => `${d}-${m}-${y}`,
  'd Mmm yyyy': (date, _d, _m, y) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${y}`,
  'yyyy-mm-dd hh:mm': (date) => date.toISOString().slice(0, 16).replace('T', ' '),
  'ISO with Z': (date) => date.toISOString(),
};
/** Forms without a time. */
const DAY = 86_400_000;

const booleans: readonly (readonly [string, string])[] = [
  ['sim', 'não'],
  ['Sim', 'Não'],
  ['yes', 'no'],
  ['YES', 'NO'],
  ['S', 'N'],
  ['V', 'F'],
  ['true', 'false'],
  ['TRUE', 'FALSE'],
  ['Y', 'N'],
];

const styleOf = <Write>([name, write]: readonly [string, Write]): Style<Write> => ({ name, write });

/** Numbers, times and truths as people write them. */
export const styles: Styles = {
  numbers: Object.entries(numbers).map(styleOf),
  dates: Object.entries(dates).map(([name, write]) => ({
    name,
    write: (ms) => {
      const date = new Date(ms);
      return write(date, two(date.getUTCDate()), two(date.getUTCMonth() + 1), date.getUTCFullYear());
    },
  })),
  booleans: booleans.map(([yes, no]) => ({ name: `${yes} ${no}`, write: (value) => (value ? yes : no) })),
};

/** What of a time is written in a style: its day alone, or the time too. */
export const written = (ms: number, text: string): number => (text.includes(':') ? ms : ms - (ms % DAY));

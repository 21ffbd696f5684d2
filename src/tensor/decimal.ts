import { float32ToString } from '../util/shortest.ts';

/** A decimal number as digits: 0.d₁d₂d₃… × 10^point. */
interface Digits {
  readonly negative: boolean;
  readonly digits: string;
  /** Position of the decimal point, counted from the left of the digits. */
  readonly point: number;
}

const MOST = 40;

function parse(text: string): Digits {
  const negative = text.startsWith('-');
  const [mantissa = '', exponent = '0'] = text.replace(/^-/, '').split(/e(?=[-+])/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, '').length;
  const digits = all.slice(leading).replace(/0+$/, '');
  return { negative, digits, point: digits === '' ? 1 : whole.length - leading + Number(exponent) };
}

/** Shortest digits that tell x from its neighbours in its dtype. */
function shortest(x: number, single: boolean): Digits {
  const text = single ? float32ToString(x) : String(x);
  const [mantissa = '', exponent = ''] = text.split('e');
  const parsed = parse(exponent === '' ? mantissa : `${mantissa}e${exponent.replace(/^(?=\d)/, '+')}`);
  return { ...parsed, negative: x < 0 || Object.is(x, -0) };
}

/**
 * Keeps `count` digits of x, rounded half to even on the exact value, as NumPy's Dragon4 does at a cut-off.
 */
function rounded(x: number, value: Digits, count: number): Digits {
  if (value.digits.length <= count) return value;
  if (count < 0) return { ...value, digits: '', point: 1 };
  const exact = Math.abs(x).toExponential(MOST);
  const all = exact.replace('.', '').slice(0, MOST + 1);
  const point = Number(exact.slice(exact.indexOf('e') + 1)) + 1;
  const kept = all.slice(0, count);
  const rest = all.slice(count).replace(/0+$/, '');
  const odd = count > 0 && Number(kept.at(-1)) % 2 === 1;
  const up = rest > '5' || (rest === '5' && odd);
  if (!up) return { ...value, digits: kept.replace(/0+$/, ''), point: kept === '' ? 1 : point };
  const next = (BigInt(kept === '' ? '0' : kept) + 1n).toString().padStart(count, '0');
  const carried = next.length > count;
  return { ...value, digits: next.replace(/0+$/, ''), point: carried ? point + 1 : point };
}

/**
 * `12.5` as its two sides of the decimal point; the fraction has at most `precision` digits, trailing zeros
 * removed.
 */
export function positional(x: number, single: boolean, precision: number) {
  const value = shortest(x, single);
  const { digits, point, negative } = rounded(x, value, value.point + precision);
  const sign = negative ? '-' : '';
  if (digits === '') return { whole: `${sign}0`, fraction: '' };
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const fraction = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  return { whole: sign + whole, fraction };
}

/**
 * `1.25e-05` as its parts; the mantissa's fraction has at most `precision` digits, trailing zeros removed.
 * With `exact` it has just so many, and digits beyond the shortest ones are those of the exact value
 * (Dragon4's min_digits).
 */
export function scientific(x: number, single: boolean, precision: number, exact = false) {
  const least = shortest(x, single);
  const more = exact && least.digits !== '' && least.digits.length <= precision;
  const value = more ? { ...least, digits: '0'.repeat(MOST) } : least;
  const { digits, point, negative } = rounded(x, value, precision + 1);
  const exponent = digits === '' ? 0 : point - 1;
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return {
    whole: (negative ? '-' : '') + (digits.slice(0, 1) || '0'),
    fraction: digits.slice(1),
    exponent: (exponent < 0 ? '-' : '+') + size,
  };
}

import { isFloat } from './dtype.ts';
import { positional, scientific } from './decimal.ts';
import { sizeOf } from './tensor.ts';
import type { DType, Element, Tensor } from './tensor.ts';

/** numpy.set_printoptions, with its defaults. */
export interface PrintOptions {
  /** Most digits after the decimal point. */
  readonly precision?: number;
  /** Arrays with more elements are summarised. */
  readonly threshold?: number;
  /** Elements shown at each end of a summarised axis. */
  readonly edgeItems?: number;
  readonly lineWidth?: number;
}

const defaults = { precision: 8, threshold: 1000, edgeItems: 3, lineWidth: 75 };

type Format = (x: Element) => string;
type NumberFormat = (x: number) => string;

/** From NumPy 2.3 on: 10^min(8, digits of the dtype). */
const exponentFrom: Partial<Record<DType, number>> = { float32: 1e6, float16: 1e3 };

const nonFinite = (x: number) => (Number.isNaN(x) ? 'nan' : x < 0 ? '-inf' : 'inf');

function floatFormat(
  values: readonly number[],
  dtype: DType,
  precision: number,
  ratio: number,
): NumberFormat {
  const single = dtype !== 'float64';
  const finite = values.filter(Number.isFinite);
  const sizes = finite.map(Math.abs).filter((x) => x !== 0);
  const max = sizes.reduce((a, b) => Math.max(a, b), 0);
  const min = sizes.reduce((a, b) => Math.min(a, b), Infinity);
  const exponential =
    sizes.length > 0 && (max >= (exponentFrom[dtype] ?? 1e8) || min < 1e-4 || max / min > ratio);
  const widest = (texts: readonly string[]) => texts.reduce((w, text) => Math.max(w, text.length), 0);
  const special = widest(values.filter((x) => !Number.isFinite(x)).map(nonFinite));
  if (exponential) {
    const parts = finite.map((x) => scientific(x, single, precision));
    const digits = widest(parts.map((part) => part.fraction));
    const exponents = widest(parts.map((part) => part.exponent));
    const right = digits + 1 + exponents;
    const left = Math.max(widest(parts.map((part) => part.whole)), special - right - 1);
    return (x) => {
      if (!Number.isFinite(x)) return nonFinite(x).padStart(left + right + 1);
      const { whole, fraction, exponent } = scientific(x, single, digits, true);
      const padded = exponent.slice(0, 1) + exponent.slice(1).padStart(exponents - 1, '0');
      return `${whole.padStart(left)}.${fraction.padEnd(digits, '0')}e${padded}`;
    };
  }
  const parts = finite.map((x) => positional(x, single, precision));
  const right = widest(parts.map((part) => part.fraction));
  const left = Math.max(widest(parts.map((part) => part.whole)), special - right - 1);
  return (x) => {
    if (!Number.isFinite(x)) return nonFinite(x).padStart(left + right + 1);
    const { whole, fraction } = positional(x, single, precision);
    return `${whole.padStart(left)}.${fraction.padEnd(right)}`;
  };
}

function formatFor(values: readonly Element[], dtype: DType, precision: number, ratio = 1000): Format {
  if (dtype === 'bool') return (x) => (x === 0 ? 'False' : ' True');
  if (isFloat(dtype)) {
    const format = floatFormat(values.map(Number), dtype, precision, ratio);
    return (x) => format(Number(x));
  }
  const width = values.reduce<number>((w, x) => Math.max(w, String(x).length), 0);
  return (x) => String(x).padStart(width);
}

/** Smaller numbers than this lose their digits where the point is fixed. */
const SMALL = 1e-4;

/**
 * Each number as in a printed array of all of them, without space before it; only the very small have
 * exponents of their own.
 */
export function elementTexts(values: readonly Element[], dtype: DType, precision: number): string[] {
  const isSmall = (x: Element) => isFloat(dtype) && x !== 0 && Math.abs(Number(x)) < SMALL;
  const format = formatFor(
    values.filter((x) => !isSmall(x)),
    dtype,
    precision,
    Infinity,
  );
  return values.map((x) => (isSmall(x) ? formatFor([x], dtype, precision)(x) : format(x)).trimStart());
}

/** Which indices of an axis are shown; null stands for `...`. */
function shownIndices(length: number, summarise: boolean, edge: number): (number | null)[] {
  if (!summarise || length <= 2 * edge) return Array.from({ length }, (_, i) => i);
  const head = Array.from({ length: edge }, (_, i) => i);
  return [...head, null, ...head.map((i) => length - edge + i)];
}

/** One number as str(numpy.float32(x)) prints it. */
export function scalarToString(element: Element, dtype: DType): string {
  if (dtype === 'bool') return element === 0 ? 'False' : 'True';
  if (!isFloat(dtype)) return String(element);
  const x = Number(element);
  if (!Number.isFinite(x)) return nonFinite(x);
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const { whole, fraction, exponent } = scientific(x, dtype !== 'float64', 17);
    return `${whole}${fraction && `.${fraction}`}e${exponent}`;
  }
  const { whole, fraction } = positional(x, dtype !== 'float64', 40);
  return `${whole}.${fraction || '0'}`;
}

/**
 * str(array) as numpy.array2string prints it: common column widths, exponents when magnitudes differ, lines
 * wrapped at 75 characters, `...` above 1000 elements. Source: numpy/_core/arrayprint.py.
 */
export function arrayToString(tensor: Tensor, options: PrintOptions = {}): string {
  const { precision, threshold, edgeItems, lineWidth } = { ...defaults, ...options };
  const { shape, dtype, data } = tensor;
  if (shape.length === 0) return scalarToString(data[0], dtype);
  const size = sizeOf(shape);
  if (size === 0) return '[]';
  const summarise = size > threshold;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const shown = shape.map((length) => shownIndices(length, summarise, edgeItems));

  const visible: Element[] = [];
  const collect = (axis: number, offset: number) => {
    if (axis === shape.length) visible.push(data[offset]);
    else for (const i of shown[axis]) if (i !== null) collect(axis + 1, offset + i * strides[axis]);
  };
  collect(0, 0);
  const format = formatFor(visible, dtype, precision);

  const row = (axis: number, offset: number, indent: string, width: number): string => {
    let text = '';
    let line = indent;
    for (const i of shown[axis]) {
      const word = i === null ? '...' : format(data[offset + i]);
      if (line.length > indent.length && line.length + word.length > width) {
        text += `${line.trimEnd()}\n`;
        line = indent;
      }
      line += `${word} `;
    }
    return text + line.slice(0, -1);
  };
  const block = (axis: number, offset: number, indent: string, width: number): string => {
    const left = shape.length - axis;
    if (left === 1) return `[${row(axis, offset, indent, width - 1).slice(indent.length)}]`;
    const parts = shown[axis].map((i) =>
      i === null ? '...' : block(axis + 1, offset + i * strides[axis], `${indent} `, width - 1),
    );
    return `[${parts.join('\n'.repeat(left - 1) + indent)}]`;
  };
  return block(0, 0, ' ', lineWidth);
}

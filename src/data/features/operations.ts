/** One block of values for each argument: the result replaces the first of them. */
type Run = (a: Float64Array, b: Float64Array, n: number) => void;

/** What an expression can do with columns. */
export interface Operation {
  /** 1, 2, or `many`: two or more, from left to right. */
  readonly arity: 1 | 2 | 'many';
  readonly run: Run;
  /** What to do about values that it gives no number for; it is told the texts of the arguments. */
  readonly remedy?: (...of: readonly string[]) => string;
}

/** Elementwise, of one argument. */
function each(f: (x: number) => number, remedy?: Operation['remedy']): Operation {
  const run: Run = (a, _, n) => {
    for (let i = 0; i < n; i++) a[i] = f(a[i]);
  };
  return { arity: 1, run, ...(remedy && { remedy }) };
}

/** Halves go to the even neighbour, as in NumPy and IEEE 754. */
function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

const positive = (x: string) =>
  `a logarithm needs numbers above 0: log1p(${x}) takes 0 too, log(max(${x}, 1)) any`;
const small = (x: string) =>
  `exp of more than 709 is too large a number: scale it down, as in exp(${x} / 100)`;
const nonZero = (_: string, x: string) =>
  `a divisor must not be 0: numbers of at least 0 can be divided by max(${x}, 1e-6)`;
const power = (x: string) =>
  `only whole powers of negative numbers, and no negative powers of 0, are numbers: try abs(${x})`;

/**
 * Functions that expressions call by name; elementwise, as the NumPy functions of these names (log is the
 * natural one).
 */
export const functions: Readonly<Record<string, Operation>> = {
  sin: each(Math.sin),
  cos: each(Math.cos),
  tan: each(Math.tan),
  exp: each(Math.exp, small),
  log: each(Math.log, positive),
  log2: each(Math.log2, positive),
  log10: each(Math.log10, positive),
  log1p: each(Math.log1p, (x) => `log1p needs numbers above −1: try log1p(abs(${x}))`),
  sqrt: each(Math.sqrt, (x) => `sqrt needs numbers of at least 0: try sqrt(abs(${x})) or sqrt(max(${x}, 0))`),
  abs: each(Math.abs),
  sign: each(Math.sign),
  tanh: each(Math.tanh),
  floor: each(Math.floor),
  round: each(roundHalfEven),
  min: {
    arity: 'many',
    run(a, b, n) {
      for (let i = 0; i < n; i++) a[i] = Math.min(a[i], b[i]);
    },
  },
  max: {
    arity: 'many',
    run(a, b, n) {
      for (let i = 0; i < n; i++) a[i] = Math.max(a[i], b[i]);
    },
  },
};

/** What the signs of an expression stand for; `negate` is the sign in front of a term. */
export const operators: Readonly<Record<'+' | '-' | '*' | '/' | '^' | 'negate', Operation>> = {
  '+': {
    arity: 2,
    run(a, b, n) {
      for (let i = 0; i < n; i++) a[i] += b[i];
    },
  },
  '-': {
    arity: 2,
    run(a, b, n) {
      for (let i = 0; i < n; i++) a[i] -= b[i];
    },
  },
  '*': {
    arity: 2,
    run(a, b, n) {
      for (let i = 0; i < n; i++) a[i] *= b[i];
    },
  },
  '/': {
    arity: 2,
    run(a, b, n) {
      for (let i = 0; i < n; i++) a[i] /= b[i];
    },
    remedy: nonZero,
  },
  '^': {
    arity: 2,
    run(a, b, n) {
      // The square is by far the most frequent power, and Math.pow takes ten times as long.
      for (let i = 0; i < n; i++) a[i] = b[i] === 2 ? a[i] * a[i] : a[i] ** b[i];
    },
    remedy: power,
  },
  negate: each((x) => -x),
};

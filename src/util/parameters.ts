import { usageError } from '../errors.ts';
import { didYouMean } from './suggest.ts';

/** A number that may stand after the colon of a text such as `step:every=30,factor=0.5`. */
export interface NumberParameter {
  readonly meaning: string;
  /** The value when it is not given; without one it must be given, unless it is optional. */
  readonly fallback?: number;
  readonly optional?: boolean;
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** The value must be greater than this. */
  readonly above?: number;
  /** The value must be less than this. */
  readonly below?: number;
}

export type NumberParameters = Readonly<Record<string, NumberParameter>>;

/** Values of parameters; undefined only where one is optional. */
export type ParameterValues<P extends NumberParameters> = {
  readonly [K in keyof P]: P[K] extends { readonly optional: true } ? number | undefined : number;
};

/** `a whole number from 1`, `a number above 0 and below 1`. */
export function expects({ integer, min, max, above, below }: NumberParameter): string {
  const bounds = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(min === undefined ? [] : [`of at least ${min}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
    ...(max === undefined ? [] : [`of at most ${max}`]),
  ];
  return [integer ? 'a whole number' : 'a number', bounds.join(' and ')].join(' ').trim();
}

function valueOf(what: string, name: string, parameter: NumberParameter, raw: string): number {
  const { integer, min = -Infinity, max = Infinity, above = -Infinity, below = Infinity } = parameter;
  const value = raw.trim() === '' ? NaN : Number(raw);
  const fits = Number.isFinite(value) && value >= min && value <= max && value > above && value < below;
  if (fits && (!integer || Number.isInteger(value))) return value;
  throw usageError(`${what}: ${name} must be ${expects(parameter)}, found "${raw}"`, {
    hint: `${name}: ${parameter.meaning}`,
  });
}

/**
 * Reads `every=30,factor=0.5`, or values alone in the order in which the parameters are declared: `30,0.5`.
 *
 * @param what names the thing in messages: `schedule "step"`
 * @param example a text that works, for hints
 * Throws usage errors that name the parameter, what was found and what fits.
 */
export function readParameters<P extends NumberParameters>(
  what: string,
  text: string,
  parameters: P,
  example: string,
): ParameterValues<P> {
  const names = Object.keys(parameters);
  const given = new Map<string, number>();
  const items = text.trim() === '' ? [] : text.split(',').map((item) => item.trim());
  items.forEach((item, i) => {
    const [key = '', ...rest] = item.split('=').map((part) => part.trim());
    const name = rest.length === 0 ? names[i] : key;
    if (name === undefined) {
      throw usageError(`${what}: "${item}" is too much`, {
        hint: names.length === 0 ? 'it takes no values' : `it takes ${names.join(', ')}: ${example}`,
      });
    }
    if (!names.includes(name)) {
      throw usageError(`${what} has no value "${name}"`, {
        hint: names.length === 0 ? 'it takes none' : didYouMean(name, names),
      });
    }
    if (given.has(name)) throw usageError(`${what}: ${name} is given twice`);
    given.set(name, valueOf(what, name, parameters[name], rest.length === 0 ? item : rest.join('=')));
  });
  const values: Record<string, number | undefined> = {};
  for (const name of names) {
    const { fallback, optional, meaning } = parameters[name];
    const value = given.get(name) ?? fallback;
    if (value === undefined && !optional)
      throw usageError(`${what} needs ${name}: ${meaning}`, { hint: `for example ${example}` });
    values[name] = value;
  }
  return values as ParameterValues<P>;
}

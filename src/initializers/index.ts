import { usageError } from '../errors.ts';
import type { Initializer } from './define.ts';
import { nnfs, normal } from './normal.ts';
import { glorot, he, lecun } from './scaled.ts';
import { ones, uniform, zeros } from './uniform.ts';
import { registry } from '../util/registry.ts';

/** Every initializer, in the order of the help. */
export const initializers = registry<Initializer>(
  'initializer',
  [he, glorot, lecun, nnfs, normal, uniform, zeros, ones],
  ['auto'],
);

/** An initializer with its parameter; `auto` lets each layer choose by the activation it feeds. */
export type InitChoice = 'auto' | { readonly initializer: Initializer; readonly parameter: number };

/** Reads `auto`, `he`, `normal:0.1`, …  Throws a usage error. */
export function parseInit(text: string): InitChoice {
  if (text === 'auto') return 'auto';
  const [name = '', value, ...rest] = text.split(':');
  const initializer = initializers.get(name);
  const { parameter } = initializer;
  if (value === undefined) return { initializer, parameter: parameter?.fallback ?? 0 };
  const number = Number(value);
  if (!parameter) throw usageError(`initializer "${name}" takes no value, found "${value}"`);
  if (rest.length > 0 || value.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw usageError(`initializer "${text}": expected a ${parameter.meaning} of at least 0 after the colon`, {
      hint: `for example ${name}:${parameter.fallback}`,
    });
  }
  return { initializer, parameter: number };
}

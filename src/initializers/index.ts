import { usageError } from '../errors.ts';
import { data } from './data.ts';
import type { Initializer } from './define.ts';
import { nnfs, normal } from './normal.ts';
import { glorot, he, lecun } from './scaled.ts';
import { ones, uniform, zeros } from './uniform.ts';
import { parseSingle, splitName } from '../util/fieldText.ts';
import { registry } from '../util/registry.ts';

/** Every initializer, in the order of the help. */
export const initializers = registry<Initializer>(
  'initializer',
  [he, glorot, lecun, nnfs, normal, uniform, zeros, ones, data],
  ['auto'],
);

/** An initializer with its parameter; `auto` lets each layer choose by the activation it feeds. */
export type InitChoice = 'auto' | { readonly initializer: Initializer; readonly parameter: number };

/**
 * Reads `auto`, `he`, `normal:0.1`, …
 * @throws {NnError} a usage error with the nearest name, or with what the value must be
 */
export function parseInit(text: string): InitChoice {
  if (text === 'auto') return 'auto';
  const [name, rest] = splitName(text);
  const initializer = initializers.get(name);
  const { parameter } = initializer;
  const example = parameter ? `${name}:${parameter.fallback}` : name;
  return { initializer, parameter: parseSingle(`initializer "${name}"`, rest, parameter, example) ?? 0 };
}

/** Whether weights are fitted to the training rows once they are drawn. */
export const fitsRows = (init: InitChoice): boolean => init !== 'auto' && init.initializer === data;

/**
 * Reads an initializer for weights that are drawn where there are no training rows.
 *
 * @throws {NnError} a usage error, also for one that needs them
 */
export function parseInitAlone(text: string): InitChoice {
  const init = parseInit(text);
  if (!fitsRows(init)) return init;
  throw usageError(`init "${text}" fits weights to training rows, and there are none here`, {
    hint: 'nn train DATA --init data --epochs 0 writes a network with such weights',
  });
}

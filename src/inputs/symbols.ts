import type { Context } from '../host/context.ts';
import { parseSymbols } from '../tensor/literal/symbols.ts';
import type { SymbolArray } from '../tensor/symbols.ts';
import { readArray } from './arrays.ts';

type Inputs = Pick<Context, 'files' | 'global'>;

/** An argument that spells out an array with letters. */
async function spelled(
  { files }: Inputs,
  argument: string | undefined,
  position: number,
): Promise<SymbolArray | undefined> {
  if (argument === undefined || (await files.exists(argument))) return undefined;
  return parseSymbols(argument, `argument ${position}`);
}

/** Numbers beside letters. */
async function numbers(inputs: Inputs, argument: string | undefined, position: number): Promise<SymbolArray> {
  const { shape, data } = await readArray(inputs, argument, position);
  const texts = Array.from(data, String);
  return { places: { shape, dtype: 'int64', data: Float64Array.from(texts, (_, i) => i) }, texts };
}

/**
 * Two arrays of which at least one holds letters that stand for numbers; undefined where none does.
 *
 * @throws NnError('input')
 */
export async function readSymbols(
  inputs: Inputs,
  first: string | undefined,
  second: string | undefined,
): Promise<readonly [SymbolArray, SymbolArray] | undefined> {
  const [a, b] = [await spelled(inputs, first, 1), await spelled(inputs, second, 2)];
  if (!a && !b) return undefined;
  return [a ?? (await numbers(inputs, first, 1)), b ?? (await numbers(inputs, second, 2))];
}

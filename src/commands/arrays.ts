import { toTensor } from '../data/convert.ts';
import { load } from '../formats/load.ts';
import { parseArray } from '../tensor/literal.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Context } from './context.ts';

const looksLikeLiteral = /^\s*(?:[[(\d.+-]|(?:np|numpy)\.|array\(|nan|inf|True|False)/;

/** An array from a literal, a file (an existing file wins) or a pipe. Throws input errors. */
export async function readArray(
  context: Context,
  argument: string | undefined,
  position: number,
): Promise<Tensor> {
  if (
    argument !== undefined &&
    argument !== '-' &&
    !(await context.exists(argument)) &&
    looksLikeLiteral.test(argument)
  )
    return parseArray(argument, `argument ${position}`);
  const { inputFormat, header } = context.global;
  const source = await context.open(argument);
  return toTensor(await load(source, { inputFormat, ...(header !== undefined && { header }) }));
}

import { inputError } from '../errors.ts';
import type { NnError } from '../errors.ts';
import { withInputs } from '../network/layerString.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { dotRule } from '../tensor/dot.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { counted } from '../util/plural.ts';
import type { GivenRows } from './rows.ts';

/** What NumPy says of the product of these rows with the weights of the first layer, where that is dense. */
function numpyLine(shape: readonly number[], { input, layers: [first] }: NetworkSpec): string[] {
  const { units } = first.options;
  if (first.type !== 'dense' || typeof units !== 'number' || input.length > 1) return [];
  const rule = dotRule(shape, [input[0], units]);
  return 'message' in rule ? [rule.message] : [];
}

/**
 * The error of rows that have another length than the network has inputs: NumPy's line, in words, and the network that fits.
 *
 * @param layers the text of --layers, where that names the network
 */
export function unfitRows(
  { tensor: { shape }, source }: GivenRows & { kind: 'array' },
  spec: NetworkSpec,
  layers: string | undefined,
): NnError {
  const found = shape.length > 1 ? sizeOf(shape.slice(1)) : sizeOf(shape);
  const words = `a row has ${counted(found, 'number')}, but the network takes ${counted(sizeOf(spec.input), 'input')}`;
  const fitting = layers === undefined ? undefined : withInputs(layers, found);
  return inputError([...numpyLine(shape, spec), words].join('\n'), {
    ownLines: true,
    where: { source },
    hint:
      fitting === undefined
        ? `give rows of shape ${shapeToString([shape.length > 1 ? shape[0] : 1, sizeOf(spec.input)])}`
        : `--layers ${fitting}`,
  });
}

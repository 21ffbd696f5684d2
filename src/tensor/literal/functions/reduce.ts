import { extreme, extremePlace, mean, product, sum, variance } from '../../reduce.ts';
import type { Along } from '../../reduce.ts';
import { storeElements } from '../../store.ts';
import type { Tensor } from '../../tensor.ts';
import { define } from '../define.ts';
import type { NumpyFunction } from '../define.ts';
import type { CallArguments } from '../callArguments.ts';

function reduction(name: string, of: (tensor: Tensor, along: Along) => Tensor): NumpyFunction {
  return define(name, 'a / axis dtype out keepdims', (args) => args.array(reduced(args, of)));
}

function reduced(args: CallArguments, of: (tensor: Tensor, along: Along) => Tensor): Tensor {
  const axis = args.argument('axis');
  if (axis?.value.kind === 'tuple')
    args.refuse('found several axes, expected one', axis.at, 'reduce one axis after the other');
  const along = { axis: args.integer('axis', undefined), keepdims: args.flag('keepdims', false) };
  return args.session.cursor.located(args.at, () => of(args.tensor('a'), along));
}

const roots = (tensor: Tensor): Tensor =>
  storeElements(
    Array.from(tensor.data, (x: number | bigint) => Math.sqrt(Number(x))),
    tensor.dtype,
    tensor.shape,
  );

/** What makes one number of many. */
export const reductions: readonly NumpyFunction[] = [
  reduction('sum', sum),
  reduction('mean', mean),
  reduction('prod', product),
  reduction('max', (tensor, along) => extreme(tensor, along, 1)),
  reduction('min', (tensor, along) => extreme(tensor, along, -1)),
  reduction('amax', (tensor, along) => extreme(tensor, along, 1)),
  reduction('amin', (tensor, along) => extreme(tensor, along, -1)),
  reduction('argmax', (tensor, along) => extremePlace(tensor, along, 1)),
  reduction('argmin', (tensor, along) => extremePlace(tensor, along, -1)),
  reduction('var', variance),
  reduction('std', (tensor, along) => roots(variance(tensor, along))),
];

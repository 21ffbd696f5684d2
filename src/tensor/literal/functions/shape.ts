import { concatenate, stack } from '../../join.ts';
import { checkRoom } from '../../create.ts';
import { storeElements } from '../../store.ts';
import { sizeOf } from '../../tensor.ts';
import type { Tensor } from '../../tensor.ts';
import { reshaped, tensorOf, transposed, viewOf } from '../../view.ts';
import { define } from '../define.ts';
import type { NumpyFunction } from '../define.ts';
import type { CallArguments } from '../callArguments.ts';
import { intValue } from '../value.ts';
import type { SequenceValue, Value } from '../value.ts';

/** The shape of an array, as the tuple that it is. */
export const shapeValue = (tensor: Tensor, at: number): SequenceValue => ({
  kind: 'tuple',
  items: tensor.shape.map((length) => intValue(length, at)),
  at,
  shapeOf: tensor,
});

function reshape(args: CallArguments, lengths: readonly number[]): Value {
  const tensor = args.tensor('a');
  return args.session.cursor.located(args.at, () => args.array(tensorOf(reshaped(viewOf(tensor), lengths))));
}

function transpose(args: CallArguments, axes: readonly number[] | undefined): Value {
  const tensor = args.tensor('a');
  return args.session.cursor.located(args.at, () => args.array(tensorOf(transposed(viewOf(tensor), axes))));
}

function flat(args: CallArguments): Value {
  const { data, dtype } = args.tensor('a');
  return args.array({ shape: [data.length], dtype, data });
}

function joined(join: (tensors: readonly Tensor[], axis: number) => Tensor, fallback: number) {
  return (args: CallArguments) => {
    const tensors = args.tensors('arrays');
    const size = tensors.reduce((total, { shape }) => total + sizeOf(shape), 0);
    checkRoom([size], 'float64');
    return args.session.cursor.located(args.at, () =>
      args.array(join(tensors, args.integer('axis', fallback))),
    );
  };
}

/** Vectors as rows, as vstack takes them. */
const asRow = (tensor: Tensor): Tensor =>
  tensor.shape.length < 2 ? { ...tensor, shape: [1, tensor.data.length] } : tensor;

const asVector = (tensor: Tensor): Tensor => (tensor.shape.length === 0 ? { ...tensor, shape: [1] } : tensor);

/** numpy.squeeze and numpy.expand_dims change the shape alone. */
function squeezed(args: CallArguments): Value {
  const tensor = args.tensor('a');
  return args.array({ ...tensor, shape: tensor.shape.filter((length) => length !== 1) });
}

function deeper(args: CallArguments): Value {
  const tensor = args.tensor('a');
  const axis = args.integer('axis', 0);
  const at = axis < 0 ? axis + tensor.shape.length + 1 : axis;
  if (at < 0 || at > tensor.shape.length)
    args.refuse(`axis ${axis} is out of bounds for array of dimension ${tensor.shape.length + 1}`);
  return args.array({ ...tensor, shape: tensor.shape.toSpliced(at, 0, 1) });
}

/** Types and shapes of what is there already. Methods have no name of their own below numpy. */
export const shaping: readonly NumpyFunction[] = [
  define('reshape', 'a newshape', (args) => reshape(args, args.shape('newshape') ?? [])),
  define('transpose', 'a / axes', (args) => transpose(args, args.shape('axes'))),
  define('ravel', 'a', flat),
  define('squeeze', 'a', squeezed),
  define('expand_dims', 'a axis', deeper),
  define('concatenate', 'arrays / axis', joined(concatenate, 0)),
  define('stack', 'arrays / axis', joined(stack, 0)),
  define(
    'vstack',
    'arrays',
    joined((tensors) => concatenate(tensors.map(asRow), 0), 0),
  ),
  define(
    'hstack',
    'arrays',
    joined((tensors) => {
      const all = tensors.map(asVector);
      return concatenate(all, all[0]?.shape.length === 1 ? 0 : 1);
    }, 0),
  ),
  define('shape', 'a', (args) => shapeValue(args.tensor('a'), args.at)),
  define('size', 'a', (args) => intValue(args.tensor('a').data.length, args.at)),
  define('ndim', 'a', (args) => intValue(args.tensor('a').shape.length, args.at)),
  define('.reshape', 'a *shape', (args) => reshape(args, args.lengths())),
  define('.transpose', 'a *axes', (args) =>
    transpose(args, args.rest.length > 0 ? args.lengths() : undefined),
  ),
  define('.astype', 'a dtype', (args) => {
    const { data, shape, dtype } = args.tensor('a');
    return args.array(storeElements(data, args.dtype() ?? dtype, shape));
  }),
];

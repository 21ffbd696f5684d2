import { sizeOf } from '../../tensor.ts';
import type { DType } from '../../tensor.ts';
import { storeElements } from '../../store.ts';
import { define } from '../define.ts';
import type { NumpyFunction } from '../define.ts';
import { integerOf } from '../callArguments.ts';
import type { CallArguments } from '../callArguments.ts';
import type { Value } from '../value.ts';

/** As many numbers as a shape has elements; one number of Python where there is no shape. */
function drawn(
  args: CallArguments,
  shape: readonly number[] | undefined,
  dtype: DType,
  next: () => number,
): Value {
  if (!shape)
    return { kind: 'number', value: next(), type: dtype === 'float64' ? 'float' : 'int', at: args.at };
  args.checkRoom(shape, dtype);
  const values = new Float64Array(sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = next();
  return args.array(storeElements(values, dtype, shape));
}

/** Lengths that follow one another: rand(2, 3). */
function lengths(args: CallArguments): number[] | undefined {
  if (args.rest.length === 0) return undefined;
  const [{ value }] = args.rest;
  if (value.kind === 'tuple' || value.kind === 'list')
    args.refuse(
      `'${value.kind}' object cannot be interpreted as an integer`,
      value.at,
      `without the inner brackets: ${args.name}(${args.rest[0].text.slice(1, -1)})`,
    );
  return args.rest.map((one) => integerOf(one.value, args));
}

function seed(args: CallArguments): Value {
  const { random, cursor } = args.session;
  const given = args.argument('seed')?.value;
  const list = given?.kind === 'list' ? given.items.map((item) => integerOf(item, args)) : undefined;
  cursor.located(args.at, () => random.seed(list ?? args.integer('seed', 0)));
  return { kind: 'none', at: args.at };
}

function integers(args: CallArguments): Value {
  const { random } = args.session;
  const both = args.argument('high') !== undefined;
  const low = both ? args.integer('low', 0) : 0;
  const high = both ? args.integer('high', 0) : args.integer('low', 0);
  if (high <= low) args.refuse(both ? 'low >= high' : 'high <= 0');
  if (high - low > 2 ** 32) args.refuse('found a range of more than 2**32 numbers');
  const dtype = args.dtype() ?? 'int64';
  // NumPy takes several of these from one draw.
  if (/^u?int(?:8|16)$|^bool$/.test(dtype))
    args.refuse(
      `found dtype ${dtype}: write np.random.randint(…).astype(np.${dtype}), whose stream is that of int64`,
    );
  return drawn(args, args.shape('size'), dtype, () => random.randint(low, high));
}

function normal(args: CallArguments): Value {
  const [mean, deviation] = [args.number('loc', 0), args.number('scale', 1)];
  if (deviation < 0) args.refuse('scale < 0');
  const { random } = args.session;
  return drawn(args, args.shape('size'), 'float64', () => random.normal(mean, deviation));
}

function uniform(args: CallArguments): Value {
  const [low, high] = [args.number('low', 0), args.number('high', 1)];
  return drawn(args, args.shape('size'), 'float64', () => args.session.random.uniform(low, high));
}

function sample(args: CallArguments): Value {
  return drawn(args, args.shape('size'), 'float64', () => args.session.random.randomSample());
}

function shuffled(args: CallArguments): Value {
  const length = args.integer('x', 0);
  args.checkRoom([length], 'int64');
  return args.array(storeElements(args.session.random.permutation(length), 'int64'));
}

function generator(args: CallArguments): Value {
  return args.refuse(
    'np.random.default_rng draws from PCG64, a stream that is not known here',
    args.at,
    'use np.random.seed(0), then np.random.rand(2, 3), np.random.randn(2, 3) or np.random.randint(0, 10, (2, 3))',
  );
}

/** Draws from numpy.random.RandomState. */
export const drawing: readonly NumpyFunction[] = [
  define('random.seed', '/ seed', seed),
  define('random.rand', '/ *d', (args) =>
    drawn(args, lengths(args), 'float64', () => args.session.random.randomSample()),
  ),
  define('random.randn', '/ *d', (args) =>
    drawn(args, lengths(args), 'float64', () => args.session.random.standardNormal()),
  ),
  define('random.randint', 'low / high size dtype', integers),
  define('random.uniform', '/ low high size', uniform),
  define('random.normal', '/ loc scale size', normal),
  define('random.random', '/ size', sample),
  define('random.random_sample', '/ size', sample),
  define('random.standard_normal', '/ size', (args) =>
    drawn(args, args.shape('size'), 'float64', () => args.session.random.standardNormal()),
  ),
  define('random.permutation', 'x', shuffled),
  define('random.default_rng', '/ seed', generator),
];

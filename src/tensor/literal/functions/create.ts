import { isFloat } from '../../dtype.ts';
import { arange, diagonal, eye, full, linspace } from '../../create.ts';
import { storeElements } from '../../store.ts';
import type { DType, Element, Tensor } from '../../tensor.ts';
import { define } from '../define.ts';
import type { NumpyFunction } from '../define.ts';
import type { CallArguments } from '../callArguments.ts';
import { tensorOfValue } from '../nested.ts';

/** The second list of np.array([0, 1], [2, 3]), which NumPy takes for a type. */
function refuseSecondList(args: CallArguments): void {
  const [first, second] = [args.argument('object'), args.argument('dtype')];
  if (!first || (second?.value.kind !== 'list' && second?.value.kind !== 'tuple')) return;
  const { items } = second.value;
  const { cursor } = args.session;
  const item = items[0];
  const text = item && itemText(cursor.text, item.at);
  args.refuse(
    text === undefined
      ? 'found a second list, where the type of the elements belongs'
      : `TypeError: Field elements must be 2- or 3-tuples, got '${text}'\nthe second list stands where the type of the elements belongs`,
    second.at,
    `put brackets around all rows: ${args.name}([${first.text}, ${second.text}${args.rest.map((more) => `, ${more.text}`).join('')}])`,
  );
}

/** A number or a list as it is written. */
function itemText(text: string, at: number): string {
  const rest = text.slice(at);
  if (!rest.startsWith('[')) return /^[^\s,\])]*/.exec(rest)?.[0] ?? '';
  const end = rest.indexOf(']');
  return rest.slice(0, end + 1);
}

function makeArray(args: CallArguments) {
  refuseSecondList(args);
  const object = args.argument('object');
  const { cursor } = args.session;
  if (!object) return args.refuse(`${args.name}() missing required argument 'object' (pos 0)`);
  return args.array(tensorOfValue(object.value, cursor, args.dtype()));
}

function filled(value: Element) {
  return (args: CallArguments) => {
    const dtype = args.dtype() ?? 'float64';
    return args.array(full(args.shape('shape') ?? [], value, dtype));
  };
}

function like(value: Element) {
  return (args: CallArguments) => {
    const { shape, dtype } = args.tensor('a');
    return args.array(full(shape, value, args.dtype() ?? dtype));
  };
}

/** A value as often as a shape has elements. */
function fullOf(args: CallArguments, shape: readonly number[], fallback?: DType) {
  const { dtype, data, shape: own } = args.tensor('fill_value');
  if (own.length > 0) args.refuse('fill_value must be one number');
  return args.array(full(shape, data[0], args.dtype() ?? fallback ?? dtype));
}

function countUp(args: CallArguments) {
  const given = args.argument('stop') !== undefined;
  if (!args.argument('start') && !given) args.refuse('arange() requires stop to be specified.');
  const ends: Tensor[] = ['start', 'stop', 'step'].flatMap((name) =>
    args.argument(name) ? [args.tensor(name)] : [],
  );
  const dtype = args.dtype() ?? (ends.some((end) => isFloat(end.dtype)) ? 'float64' : 'int64');
  const [start, stop] = given
    ? [args.number('start', 0), args.number('stop', 0)]
    : [0, args.number('start', 0)];
  return args.array(arange(start, stop, args.number('step', 1), dtype));
}

function line(args: CallArguments) {
  const made = linspace(
    args.number('start', 0),
    args.number('stop', 0),
    args.integer('num', 50),
    args.flag('endpoint', true),
  );
  const dtype = args.dtype();
  return args.array(dtype === undefined ? made : storeElements(made.data, dtype, made.shape));
}

function square(args: CallArguments) {
  const rows = args.integer('N', 0);
  return args.array(eye(rows, args.integer('M', rows), args.integer('k', 0), args.dtype() ?? 'float64'));
}

/** What makes arrays. */
export const creation: readonly NumpyFunction[] = [
  define('array', 'object / dtype *more', makeArray),
  define('asarray', 'object / dtype *more', makeArray),
  define('zeros', 'shape / dtype', filled(0)),
  define('ones', 'shape / dtype', filled(1)),
  define('full', 'shape fill_value / dtype', (args) => fullOf(args, args.shape('shape') ?? [])),
  define('zeros_like', 'a / dtype', like(0)),
  define('ones_like', 'a / dtype', like(1)),
  define('full_like', 'a fill_value / dtype', (args) => {
    const { shape, dtype } = args.tensor('a');
    return fullOf(args, shape, dtype);
  }),
  define('arange', '/ start stop step dtype', countUp),
  define('linspace', 'start stop / num endpoint dtype', line),
  define('eye', 'N / M k dtype', square),
  define('identity', 'N / dtype', square),
  define('diag', 'v', (args) => args.array(diagonal(args.tensor('v')))),
];

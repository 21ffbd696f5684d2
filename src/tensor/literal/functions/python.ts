import { define } from '../define.ts';
import type { NumpyFunction } from '../define.ts';
import { typeName, intValue } from '../value.ts';
import type { CallArguments } from '../callArguments.ts';
import type { Value } from '../value.ts';

/** What is printed is what the text is about, unless it is a text. */
function printed(args: CallArguments): Value {
  const shown = args.rest.map(({ value }) => value).filter(({ kind }) => kind !== 'text');
  return shown.at(-1) ?? { kind: 'none', at: args.at };
}

function lengthOf(args: CallArguments): Value {
  const value = args.argument('obj')?.value;
  if (value?.kind === 'list' || value?.kind === 'tuple') return intValue(value.items.length, args.at);
  if (value?.kind === 'array' && value.tensor.shape.length > 0)
    return intValue(value.tensor.shape[0], args.at);
  return args.refuse(`object of type '${value ? typeName(value) : 'None'}' has no len()`);
}

/** Whole numbers that a list may count. */
const MOST = 1e6;

function counted(args: CallArguments): Value {
  const both = args.argument('stop') !== undefined;
  const start = both ? args.integer('start', 0) : 0;
  const stop = both ? args.integer('stop', 0) : args.integer('start', 0);
  const step = args.integer('step', 1);
  if (step === 0) args.refuse('range() arg 3 must not be zero');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length > MOST) args.refuse(`found a range of ${length} numbers, expected at most ${MOST}`);
  const items = Array.from({ length }, (_, i) => intValue(start + i * step, args.at));
  return { kind: 'list', items, at: args.at };
}

function sequence(kind: 'list' | 'tuple') {
  return (args: CallArguments): Value => {
    const value = args.argument('items')?.value;
    if (value?.kind === 'list' || value?.kind === 'tuple') return { kind, items: value.items, at: args.at };
    return value?.kind === 'array' ? value : args.refuse(`${kind}() takes a list or an array`);
  };
}

/** Functions of Python itself. */
export const python: readonly NumpyFunction[] = [
  define('.print', '/ *values', printed),
  define('.len', 'obj', lengthOf),
  define('.range', 'start / stop step', counted),
  define('.list', 'items', sequence('list')),
  define('.tuple', 'items', sequence('tuple')),
];

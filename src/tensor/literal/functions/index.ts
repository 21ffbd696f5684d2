import type { NumpyFunction } from '../define.ts';
import { creation } from './create.ts';
import { elementwise } from './elementwise.ts';
import { products } from './products.ts';
import { python } from './python.ts';
import { drawing } from './random.ts';
import { reductions } from './reduce.ts';
import { shaping } from './shape.ts';

const all: ReadonlyMap<string, NumpyFunction> = new Map(
  [...creation, ...drawing, ...elementwise, ...reductions, ...shaping, ...products, ...python].map((one) => [
    one.name,
    one,
  ]),
);

/** The function of this name (see NumpyFunction.name); undefined for others. */
export const functionNamed = (name: string): NumpyFunction | undefined => all.get(name);

/** Names of the functions below numpy. */
export const numpyNames: readonly string[] = [...all.keys()].filter((name) => !name.startsWith('.'));

/** Names of the functions of Python that are known. */
export const pythonNames: readonly string[] = [...all.keys()]
  .filter((name) => ['.print', '.len', '.range', '.list', '.tuple'].includes(name))
  .map((name) => name.slice(1));

/** Methods of an array, by the function that does it with the array as its first argument. */
export const methods: Readonly<Record<string, string>> = {
  reshape: '.reshape',
  transpose: '.transpose',
  astype: '.astype',
  dot: 'dot',
  sum: 'sum',
  mean: 'mean',
  prod: 'prod',
  max: 'max',
  min: 'min',
  std: 'std',
  var: 'var',
  argmax: 'argmax',
  argmin: 'argmin',
  flatten: 'ravel',
  ravel: 'ravel',
  squeeze: 'squeeze',
  round: 'round',
  clip: 'clip',
  copy: 'asarray',
  tolist: 'asarray',
};

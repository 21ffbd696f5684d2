import { didYouMean, nearest } from '../../util/suggest.ts';
import { dtypeNamed } from './dtypes.ts';
import { functionNamed, methods, numpyNames, pythonNames } from './functions/index.ts';
import { shapeValue } from './functions/shape.ts';
import { programHint, valueHint } from './programHints.ts';
import type { Session } from './session.ts';
import { transpose } from '../transpose.ts';
import { arrayValue, intValue, typeName } from './value.ts';
import type { ArrayValue, Value } from './value.ts';

const words: Readonly<Record<string, { value: number; type: 'bool' | 'float' }>> = {
  True: { value: 1, type: 'bool' },
  true: { value: 1, type: 'bool' },
  False: { value: 0, type: 'bool' },
  false: { value: 0, type: 'bool' },
  nan: { value: Number.NaN, type: 'float' },
  NaN: { value: Number.NaN, type: 'float' },
  inf: { value: Infinity, type: 'float' },
  Infinity: { value: Infinity, type: 'float' },
};

const constants: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  inf: Infinity,
  nan: Number.NaN,
  NaN: Number.NaN,
  Inf: Infinity,
};

/** What a module has under a name; undefined where nothing that is known here. */
function memberOf(path: '' | 'random.', name: string, called: string, at: number): Value | undefined {
  const id = `${path}${name}`;
  if (path === '' && Object.hasOwn(constants, name))
    return { kind: 'number', value: constants[name], type: 'float', at };
  if (path === '' && (name === 'newaxis' || name === 'None')) return { kind: 'none', at };
  if (functionNamed(id)) return { kind: 'function', id, name: called, at };
  const dtype = path === '' ? dtypeNamed(name) : undefined;
  return dtype === undefined ? undefined : { kind: 'dtype', dtype, at };
}

/** Names that mean something before anything is imported or assigned. */
function builtIn(name: string, at: number): Value | undefined {
  if (Object.hasOwn(words, name)) return { kind: 'number', ...words[name], at };
  if (name === 'None' || name === 'null') return { kind: 'none', at };
  if (name === 'np' || name === 'numpy') return { kind: 'module', path: '', name, at };
  // As NumPy prints an array with repr().
  if (name === 'array' || name === 'asarray') return { kind: 'function', id: name, name, at };
  if (pythonNames.includes(name)) return { kind: 'function', id: `.${name}`, name, at };
  const dtype = dtypeNamed(name);
  return dtype === undefined ? undefined : { kind: 'dtype', dtype, at };
}

/**
 * What a name stands for.
 *
 * @throws NnError('input') with the nearest known name
 */
export function valueNamed(session: Session, name: string, at: number): Value {
  const { names, symbolic, cursor } = session;
  if (symbolic && !Object.hasOwn(words, name)) return { kind: 'symbol', name, at };
  const value = names.get(name) ?? builtIn(name, at);
  if (value) return value;
  const hint = programHint(name, cursor.text);
  const near = nearest(name, [...names.keys()]);
  const numpy = numpyNames.includes(name) ? `np.${name}` : undefined;
  const instead = near ?? numpy;
  if (names.size === 0 && numpy === undefined && hint === undefined)
    return cursor.fail(`found "${name}"`, 'a number', at, valueHint(name, cursor.text));
  return cursor.refuse(
    `name '${name}' is not defined`,
    at,
    hint ?? (instead === undefined ? valueHint(name, cursor.text) : `did you mean "${instead}"?`),
  );
}

/** An attribute or a method of an array. */
function attributeOf(value: ArrayValue, name: string, called: string, at: number): Value | undefined {
  const { tensor } = value;
  if (name === 'T') return arrayValue(transpose(tensor), value.at);
  if (name === 'shape') return shapeValue(tensor, at);
  if (name === 'size') return intValue(tensor.data.length, at);
  if (name === 'ndim') return intValue(tensor.shape.length, at);
  if (name === 'dtype') return { kind: 'dtype', dtype: tensor.dtype, at };
  return Object.hasOwn(methods, name)
    ? { kind: 'function', id: methods[name], name: called, self: value, at }
    : undefined;
}

const attributes = ['T', 'shape', 'size', 'ndim', 'dtype', ...Object.keys(methods)];

/**
 * What follows a point: a function of a module, an attribute or a method of an array.
 *
 * @param called everything up to here, as it is written
 * @throws NnError('input') in Python's words, with the nearest known name
 */
export function attributeNamed(
  session: Session,
  value: Value,
  name: string,
  called: string,
  at: number,
): Value {
  const { cursor } = session;
  if (value.kind === 'module') {
    if (value.path === '' && name === 'random') return { kind: 'module', path: 'random.', name: called, at };
    const member = memberOf(value.path, name, called, at);
    if (member) return member;
    const below = numpyNames
      .filter((one) => one.startsWith(value.path))
      .map((one) => one.slice(value.path.length))
      .filter((one) => !one.includes('.'));
    const near = nearest(name, below);
    return cursor.refuse(
      `module '${value.path === '' ? 'numpy' : 'numpy.random'}' has no attribute '${name}' that is known here`,
      at,
      near === undefined
        ? `compute it in Python, np.save('x.npy', x), then: nn show x.npy`
        : `did you mean "${value.name}.${near}"?`,
    );
  }
  if (value.kind === 'array') {
    const found = attributeOf(value, name, called, at);
    if (found) return found;
    return cursor.refuse(
      `'${typeName(value)}' object has no attribute '${name}'`,
      at,
      didYouMean(name, attributes),
    );
  }
  const isList = value.kind === 'list' || value.kind === 'tuple';
  return cursor.refuse(
    `'${typeName(value)}' object has no attribute '${name}'`,
    at,
    isList && attributes.includes(name) ? `a list is no array yet: np.array(…).${name}` : undefined,
  );
}

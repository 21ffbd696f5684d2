import { didYouMean } from '../../util/suggest.ts';
import { isFloat } from '../dtype.ts';
import { checkRoom } from '../create.ts';
import type { DType, Tensor } from '../tensor.ts';
import { dtypeList, dtypeNamed } from './dtypes.ts';
import { tensorOfValue } from './nested.ts';
import type { Session } from './session.ts';
import { arrayValue, typeName } from './value.ts';
import type { ArrayValue, Value } from './value.ts';

/** What stands between the parentheses of a call. */
export interface Argument {
  /** Of `name=value`. */
  readonly name?: string;
  readonly value: Value;
  readonly at: number;
  /** As it is written. */
  readonly text: string;
}

/** The arguments of one call, by the names of the parameters, as what they are taken for. */
export class CallArguments {
  readonly session: Session;
  /** As the function is called in the text. */
  readonly name: string;
  /** Where the call stands. */
  readonly at: number;
  readonly #given: ReadonlyMap<string, Argument>;
  /** What a parameter such as `*shape` takes. */
  readonly rest: readonly Argument[];

  constructor(
    session: Session,
    { name, at }: { readonly name: string; readonly at: number },
    given: ReadonlyMap<string, Argument>,
    rest: readonly Argument[],
  ) {
    this.session = session;
    this.name = name;
    this.at = at;
    this.#given = given;
    this.rest = rest;
  }

  /** Undefined where it was left out, or None. */
  argument(name: string): Argument | undefined {
    const found = this.#given.get(name);
    return found?.value.kind === 'none' ? undefined : found;
  }

  /** The tensor of a call, as its value. */
  array(tensor: Tensor): ArrayValue {
    return arrayValue(tensor, this.at);
  }

  /** @throws NnError('input') */
  refuse(message: string, at = this.at, hint?: string): never {
    return this.session.cursor.refuse(message, at, hint);
  }

  /** A required argument as an array. */
  tensor(name: string): Tensor {
    const found = this.#given.get(name);
    if (!found) return this.refuse(`${this.name}() missing 1 required positional argument: '${name}'`);
    return tensorOfValue(found.value, this.session.cursor);
  }

  /** Elements of a list as arrays. */
  tensors(name: string): Tensor[] {
    const { cursor } = this.session;
    const value = this.#given.get(name)?.value;
    if (value?.kind !== 'list' && value?.kind !== 'tuple')
      return this.refuse(`${this.name}() takes a list of arrays`, value?.at, `${this.name}([a, b])`);
    return value.items.map((item) => tensorOfValue(item, cursor));
  }

  /** A number; `fallback` where it was left out. */
  number(name: string, fallback: number): number {
    const found = this.argument(name);
    return found ? numberOf(found.value, this) : fallback;
  }

  /** A whole number; `fallback` where it was left out. */
  integer<T extends number | undefined>(name: string, fallback: T): number | T {
    const found = this.argument(name);
    return found ? integerOf(found.value, this) : fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    const found = this.argument(name);
    return found ? numberOf(found.value, this) !== 0 : fallback;
  }

  /** Lengths of axes; undefined where they were left out. */
  shape(name: string): number[] | undefined {
    const found = this.argument(name);
    return found && shapeOf(found.value, this);
  }

  /** A type of elements; undefined where it was left out. */
  dtype(name = 'dtype'): DType | undefined {
    const found = this.argument(name);
    if (!found) return undefined;
    const { value, at } = found;
    if (value.kind === 'dtype') return value.dtype;
    const named = value.kind === 'text' ? dtypeNamed(value.text) : undefined;
    if (named !== undefined) return named;
    if (value.kind === 'text')
      return this.refuse(`data type '${value.text}' not understood`, at, `one of: ${dtypeList}`);
    return this.refuse(
      `Cannot interpret '${found.text}' as a data type`,
      at,
      `the axes of a shape stand in brackets: ${this.name}((2, 3))`,
    );
  }

  /** Lengths of axes as NumPy takes them after one another or as one tuple: reshape(2, 3), reshape((2, 3)). */
  lengths(): number[] {
    const [first, ...more] = this.rest;
    if (first && more.length === 0) return shapeOf(first.value, this);
    return this.rest.map(({ value }) => integerOf(value, this));
  }

  /** Refuses an array of this shape where it is too large. */
  checkRoom(shape: readonly number[], dtype: DType): void {
    this.session.cursor.located(this.at, () => checkRoom(shape, dtype));
  }
}

/** @throws NnError('input') */
export function numberOf(value: Value, args: CallArguments): number {
  if (value.kind === 'number') return Number(value.value);
  if (value.kind === 'array' && value.tensor.data.length === 1) return Number(value.tensor.data[0]);
  return args.refuse(`must be real number, not ${typeName(value)}`, value.at);
}

/** @throws NnError('input') in Python's words */
export function integerOf(value: Value, args: CallArguments): number {
  const whole =
    (value.kind === 'number' && value.type !== 'float') ||
    (value.kind === 'array' && value.tensor.data.length === 1 && !isFloat(value.tensor.dtype));
  if (whole) return numberOf(value, args);
  return args.refuse(`'${typeName(value)}' object cannot be interpreted as an integer`, value.at);
}

function shapeOf(value: Value, args: CallArguments): number[] {
  if (value.kind === 'list' || value.kind === 'tuple')
    return value.items.map((item) => integerOf(item, args));
  if (value.kind === 'array' && value.tensor.shape.length === 1) return Array.from(value.tensor.data, Number);
  return [integerOf(value, args)];
}

/**
 * Divides what was given among the parameters.
 *
 * @throws NnError('input') in Python's words
 */
export function bindArguments(
  session: Session,
  called: { readonly name: string; readonly at: number },
  { parameters, required = 0 }: { readonly parameters: readonly string[]; readonly required?: number },
  given: readonly Argument[],
): CallArguments {
  const { cursor } = session;
  const bound = new Map<string, Argument>();
  const rest: Argument[] = [];
  const named = parameters.filter((parameter) => !parameter.startsWith('*'));
  const short = called.name.replace(/^.*\./, '');
  const takes = `${called.name}(${parameters.join(', ')})`;
  let next = 0;
  for (const argument of given) {
    if (argument.name !== undefined) {
      if (!named.includes(argument.name))
        cursor.refuse(
          `${short}() got an unexpected keyword argument '${argument.name}'`,
          argument.at,
          named.length > 0 ? didYouMean(argument.name, named) : `it is called as ${takes}`,
        );
      bound.set(argument.name, argument);
    } else if (parameters[next]?.startsWith('*')) rest.push(argument);
    else if (next < parameters.length) bound.set(parameters[next++], argument);
    else {
      const most = parameters.length;
      cursor.refuse(
        `${short}() takes ${most} positional argument${most === 1 ? '' : 's'} but ${given.length} were given`,
        argument.at,
        `it is called as ${takes}`,
      );
    }
  }
  const missing = parameters.slice(0, required).filter((name) => !name.startsWith('*') && !bound.has(name));
  if (missing.length > 0)
    cursor.refuse(
      `${short}() missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${missing.map((name) => `'${name}'`).join(' and ')}`,
      called.at,
      `it is called as ${takes}`,
    );
  return new CallArguments(session, called, bound, rest);
}

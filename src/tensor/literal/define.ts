import type { CallArguments } from './callArguments.ts';
import type { Value } from './value.ts';

/** A function of NumPy, or of Python, that may be called in a text. */
export interface NumpyFunction {
  /** Below numpy, such as `zeros` or `random.rand`; with a leading `.` one of Python, such as `.len`. */
  readonly name: string;
  /** In their order; one that begins with `*` takes the rest. */
  readonly parameters: readonly string[];
  /** How many of them must be given; 0 unless said otherwise. */
  readonly required?: number;
  /** @throws NnError('input') */
  run(args: CallArguments): Value;
}

/** A function; parameters with blanks between them, those behind `/` may be left out. */
export function define(name: string, signature: string, run: NumpyFunction['run']): NumpyFunction {
  const words = signature.split(' ').filter((word) => word !== '');
  const required = words.indexOf('/');
  return {
    name,
    parameters: words.filter((word) => word !== '/'),
    required: required < 0 ? words.length : required,
    run,
  };
}

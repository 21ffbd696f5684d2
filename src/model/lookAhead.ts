import { parseInit } from '../initializers/index.ts';
import { RandomState } from '../util/random.ts';
import { initialize } from './parameters.ts';
import { referenceBackend, Runtime } from './runtime.ts';
import type { NetworkSpec } from './spec.ts';

/** Steps that are tried: what a layer does with a step it does with every step. */
const STEPS = 4;

/** Outputs of every step for these tokens, with weights of one seed. */
function outputsFor(spec: NetworkSpec, tokens: readonly number[]): Float64Array {
  const runtime = new Runtime(spec, referenceBackend('float64'));
  const { trainable, states } = runtime.memory.table;
  const random = new RandomState(0);
  const init = parseInit('normal:0.5');
  initialize(spec, trainable, runtime.floats(runtime.memory.parameters), init, random);
  initialize(spec, states, runtime.floats(runtime.memory.states), init, random);
  const { compiled, bound } = runtime.compile({ mode: 'predict', rows: 1 });
  runtime.floats(compiled.x).set(tokens);
  bound.run();
  return Float64Array.from(bound.read(compiled.prediction));
}

/**
 * Whether some step of a network over tokens knows of a later one: found by changing the last token and looking at the
 * outputs before it. Such a network cannot say what comes next, for it has seen it.
 */
export function looksAhead(spec: NetworkSpec): boolean {
  const short = { ...spec, input: [Math.min(STEPS, spec.input[0])] };
  const tokens = short.input.flatMap((steps) => Array.from({ length: steps }, (_, i) => i % 2));
  const a = outputsFor(short, tokens);
  const b = outputsFor(short, tokens.with(-1, 1 - (tokens.at(-1) ?? 0)));
  const width = a.length / tokens.length;
  return a.subarray(0, a.length - width).some((value, i) => value !== b[i]);
}

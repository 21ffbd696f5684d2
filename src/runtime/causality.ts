import { NnError } from '../errors.ts';
import { parseInit } from '../initializers/index.ts';
import { RandomState } from '../util/random.ts';
import { initialize } from '../network/parameters.ts';
import { referenceBackend, Runtime } from './runtime.ts';
import type { NetworkSpec } from '../network/spec.ts';

// What a network over tokens knows of other steps is found by trying it with few tokens and weights of one
// seed, in float64.

/** Steps that are tried: what a layer does with a step it does with every step. */
const STEPS = 4;

const shortened = (spec: NetworkSpec, steps: number): NetworkSpec => ({ ...spec, input: [steps] });

function runtimeFor(spec: NetworkSpec): Runtime {
  const runtime = new Runtime(spec, referenceBackend('float64'));
  const { trainable, states } = runtime.memory.table;
  const random = new RandomState(0);
  const init = parseInit('normal:0.5');
  initialize(spec, trainable, runtime.floats(runtime.memory.parameters), init, random);
  initialize(spec, states, runtime.floats(runtime.memory.states), init, random);
  return runtime;
}

/** Outputs of all steps at once. */
function outputsTogether(spec: NetworkSpec, tokens: readonly number[]): Float64Array {
  const runtime = runtimeFor(spec);
  const { compiled, bound } = runtime.compile({ mode: 'predict', rows: 1 });
  runtime.floats(compiled.x).set(tokens);
  bound.run();
  return Float64Array.from(bound.read(compiled.prediction));
}

/** Outputs of one step after the other. */
function outputsApart(spec: NetworkSpec, tokens: readonly number[]): Float64Array {
  const runtime = runtimeFor(shortened(spec, 1));
  const { compiled, bound } = runtime.compile({ mode: 'continue', rows: 1 });
  return Float64Array.from(
    tokens.flatMap((token) => {
      runtime.floats(compiled.x)[0] = token;
      bound.run();
      return [...bound.read(compiled.prediction)];
    }),
  );
}

const alternating = (steps: number) => Array.from({ length: steps }, (_, i) => i % 2);

/**
 * Whether some step of a network over tokens knows of a later one: then changing the last token changes an
 * output before it. Such a network cannot say what comes next, for it has seen it.
 */
export function looksAhead(spec: NetworkSpec): boolean {
  const [length] = spec.input;
  const steps = Math.min(STEPS, length);
  const tokens = alternating(steps);
  const other = tokens.map((token, i) => (i === steps - 1 ? 1 - token : token));
  const a = outputsTogether(shortened(spec, steps), tokens);
  const b = outputsTogether(shortened(spec, steps), other);
  return a.subarray(0, a.length - a.length / steps).some((value, i) => value !== b[i]);
}

/**
 * Whether a network over tokens gives the same when it is shown one token at a time: what it remembers is in
 * its states.
 */
export function runsStepByStep(spec: NetworkSpec): boolean {
  const [length] = spec.input;
  const tokens = alternating(Math.min(STEPS, length));
  try {
    const apart = outputsApart(spec, tokens);
    const together = outputsTogether(shortened(spec, tokens.length), tokens);
    return (
      apart.length === together.length && apart.every((value, i) => Math.abs(value - together[i]) <= 1e-9)
    );
  } catch (error) {
    // A layer that does not fit a single step.
    if (error instanceof NnError && error.kind === 'usage') return false;
    throw error;
  }
}

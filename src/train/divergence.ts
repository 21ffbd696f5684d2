import { failure } from '../errors.ts';
import type { NnError } from '../errors.ts';
import { parameterView } from '../runtime/networkMemory.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { measure } from '../util/quantity.ts';

/** Inputs and targets beyond this leave the range for which weights are drawn. */
const LARGE = 1000;

/** What a run was doing when its numbers left the finite ones. */
export interface Divergence {
  /** What is no longer finite. */
  readonly what: string;
  readonly epoch: number;
  readonly step: number;
  readonly learningRate: number;
  /** Inputs and targets of the training rows, where they are in memory. */
  readonly x?: ArrayLike<number>;
  readonly target?: ArrayLike<number>;
}

function greatest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (!(size <= most)) most = size;
  }
  return most;
}

/** The first parameter, from the input on, that is not finite, or the one that has grown the most. */
function worstParameter(runtime: Runtime): { name: string; most: number } {
  let worst = { name: '', most: 0 };
  for (const parameter of runtime.memory.table.trainable) {
    const most = greatest(runtime.floats(parameterView(runtime.memory, parameter)));
    if (!Number.isFinite(most)) return { name: parameter.name, most };
    if (most > worst.most) worst = { name: parameter.name, most };
  }
  return worst;
}

/**
 * The error of a run whose numbers left the finite ones: when, and the likely cause as far as the numbers
 * show it.
 */
export function diverged(runtime: Runtime, at: Divergence): NnError {
  const { what, epoch, step, learningRate, x = [], target = [] } = at;
  const message = `training diverged: the ${what} is no longer a finite number (epoch ${epoch}, step ${step})`;
  const input = greatest(x);
  if (input > LARGE)
    return failure(message, {
      hint: `inputs reach ${measure(input)}: --standardize brings them to one size`,
    });
  const extreme = greatest(target);
  if (!(target instanceof Int32Array) && extreme > LARGE)
    return failure(message, { hint: `targets reach ${measure(extreme)}: scale them, or use --loss huber` });
  const { name, most } = worstParameter(runtime);
  const grown = Number.isFinite(most) ? `${name} has grown to ${measure(most)}` : `${name} overflowed first`;
  const slower = Number(Math.min(0.1, learningRate / 10).toPrecision(2));
  return failure(message, {
    hint: `${grown}: the learning rate ${learningRate} is probably too high; try --learning-rate ${slower}, or --clip-norm 1`,
  });
}

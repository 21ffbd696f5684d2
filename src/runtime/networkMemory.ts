import type { Rule } from '../optimizers/define.ts';
import { view } from '../plan/builder.ts';
import { persistent } from '../plan/plan.ts';
import type { Handle } from '../plan/plan.ts';
import { parametersOf } from '../network/parameters.ts';
import type { Parameter, ParameterTable } from '../network/parameters.ts';
import type { NetworkSpec } from '../network/spec.ts';

/**
 * The tensors of a network that outlive a run. Parameters, gradients and each moment are one segment apiece,
 * so that an update is one kernel call and a checkpoint is a slice with a name table.
 */
export interface NetworkMemory {
  readonly table: ParameterTable;
  readonly parameters: Handle;
  readonly gradients: Handle;
  readonly states: Handle;
  /** In the order of the rule's names. */
  readonly moments: readonly Handle[];
  /** The numbers of one optimizer step. */
  readonly knobs: Handle;
  /** Seed and step of counter-based random numbers, int32 [2]. */
  readonly key: Handle;
}

/** Names the persistent tensors of a network; `rule` is absent when nothing will be learned. */
export function allocateNetwork(spec: NetworkSpec, rule?: Rule, groups = 1): NetworkMemory {
  const table = parametersOf(spec);
  return {
    table,
    parameters: persistent('parameters', [table.size]),
    gradients: persistent('gradients', [rule ? table.size : 0]),
    states: persistent('states', [table.stateSize]),
    moments: (rule?.moments ?? []).map((name) => persistent(`moment ${name}`, [table.size])),
    knobs: persistent('knobs', [(rule?.knobs ?? 0) * groups]),
    key: persistent('random key', [2], 'int32'),
  };
}

/** All of them, for the arena. */
export function storagesOf(memory: NetworkMemory) {
  const { parameters, gradients, states, moments, knobs, key } = memory;
  return [parameters, gradients, states, ...moments, knobs, key].map(({ storage }) => storage);
}

/** The part of a segment that belongs to one parameter. */
export function parameterView(memory: NetworkMemory, parameter: Parameter, gradient = false): Handle {
  const learned = gradient ? memory.gradients : memory.parameters;
  const segment = parameter.spec.trainable === false ? memory.states : learned;
  const prefix = gradient ? 'd' : '';
  return view(segment, parameter.offset, parameter.spec.shape, prefix + parameter.name);
}

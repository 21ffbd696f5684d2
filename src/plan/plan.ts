import { sizeOf } from '../tensor/tensor.ts';
import type { AnyKernel } from '../kernels/define.ts';

/**
 * Memory of one tensor or segment that a plan works on. Persistent storage outlives a run (parameters, data);
 * scratch lives inside one.
 */
export interface Storage {
  readonly id: number;
  readonly name: string;
  /** Length in elements. */
  readonly length: number;
  readonly element: 'float' | 'int32';
  readonly home: 'persistent' | 'scratch';
}

/** A tensor in a storage: where it begins and how long its axes are. */
export interface Handle {
  readonly storage: Storage;
  /** First element, counted from the beginning of the storage. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly name: string;
}

export type Pass = 'input' | 'forward' | 'loss' | 'backward' | 'update';

/** One kernel call. Numbers hold every int and float argument, defaults filled in; start arguments are 0. */
export interface Step {
  readonly kernel: AnyKernel;
  readonly tensors: Readonly<Record<string, Handle>>;
  readonly numbers: Readonly<Record<string, number>>;
  /** The layer that emitted it. */
  readonly layer: string;
  readonly pass: Pass;
}

/**
 * What a compiled network does in one run: kernel calls in order. Data, not code: printed, explained, posted
 * to threads.
 */
export interface Plan {
  readonly steps: readonly Step[];
  /** Scratch tensors somebody reads after the run; they keep their memory to the end. */
  readonly outputs: readonly Handle[];
  /**
   * Divided between threads: the stage of each step. Steps of one stage run at the same time; absent: one
   * after the other.
   */
  readonly stages?: readonly number[];
}

/** Names of the tensors that a kernel reads, and of those that it writes. */
const roles = new WeakMap<
  AnyKernel,
  { readonly read: readonly string[]; readonly written: readonly string[] }
>();

function rolesOf(kernel: AnyKernel) {
  const known = roles.get(kernel);
  if (known) return known;
  const tensors = Object.entries(kernel.args).flatMap(([name, arg]) =>
    arg.kind === 'tensor' ? [{ name, role: arg.role }] : [],
  );
  const namesOf = (which: typeof tensors) => which.map(({ name }) => name);
  const found = {
    read: namesOf(tensors.filter(({ role }) => role === 'read' || role === 'update')),
    written: namesOf(tensors.filter(({ role }) => role !== 'read')),
  };
  roles.set(kernel, found);
  return found;
}

/** Handles of a step by the kernel's declared role. */
export function tensorsByRole({ kernel, tensors }: Step, reads: boolean): Handle[] {
  const { read, written } = rolesOf(kernel);
  const handles: Handle[] = [];
  for (const name of reads ? read : written) if (tensors[name]) handles.push(tensors[name]);
  return handles;
}

/** A tensor that outlives runs: parameters, gradients, data, knobs. The arena gives it its place. */
export function persistent(
  name: string,
  shape: readonly number[],
  element: Storage['element'] = 'float',
): Handle {
  const storage: Storage = { id: -1, name, length: sizeOf(shape), element, home: 'persistent' };
  return { storage, offset: 0, shape, name };
}

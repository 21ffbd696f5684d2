import { sizeOf } from '../tensor/tensor.ts';
import type { AnyKernel, Args, Kernel, TensorArg } from '../kernels/define.ts';
import type { Handle, Pass, Plan, Step, Storage } from './plan.ts';

type Required<A extends Args> = {
  readonly [
    K in keyof A as A[K] extends TensorArg
      ? K
      : A[K] extends { kind: 'start' } | { fallback: string | number }
        ? never
        : K
  ]: A[K] extends TensorArg ? Handle : number;
};
type Optional<A extends Args> = {
  readonly [K in keyof A as A[K] extends { fallback: string | number } ? K : never]?: number;
};
/** What a caller gives for a kernel: a handle per tensor, a number per int and float without a default. */
export type EmitArgs<A extends Args> = Required<A> & Optional<A>;

/** What layers, losses and optimizers write their kernel calls to. */
export class PlanBuilder {
  readonly #steps: Step[] = [];
  #layer = '';
  #pass: Pass = 'forward';
  #storages = 0;

  /** Calls from now on belong to this layer and pass. */
  at(layer: string, pass: Pass): void {
    this.#layer = layer;
    this.#pass = pass;
  }

  /** Storage of its own for one tensor. */
  tensor(
    name: string,
    shape: readonly number[],
    home: Storage['home'] = 'scratch',
    element: Storage['element'] = 'float',
  ): Handle {
    const storage: Storage = { id: this.#storages++, name, length: sizeOf(shape), element, home };
    return { storage, offset: 0, shape, name };
  }

  /** Appends one call of a kernel. */
  emit<A extends Args>(kernel: Kernel<A>, args: EmitArgs<A>): void {
    this.emitAny(kernel, args);
  }

  /**
   * Appends one call of a kernel that is known only at run time.
   *
   * @throws when arguments do not fit its declaration
   */
  emitAny(kernel: AnyKernel, args: Readonly<Record<string, Handle | number | undefined>>): void {
    const tensors: Record<string, Handle> = {};
    const numbers: Record<string, number> = {};
    for (const [name, arg] of Object.entries(kernel.args)) {
      const given = args[name];
      if (arg.kind === 'tensor') {
        if (typeof given !== 'object') throw new Error(`${kernel.name}: tensor "${name}" is missing`);
        if (given.storage.element !== arg.element)
          throw new Error(`${kernel.name}: "${name}" must be ${arg.element}, ${given.name} is not`);
        tensors[name] = given;
      } else if (arg.kind === 'start') {
        numbers[name] = 0;
      } else if (typeof given === 'number') {
        numbers[name] = given;
      } else if (typeof arg.fallback === 'number') {
        numbers[name] = arg.fallback;
      } else {
        const other = arg.fallback === undefined ? undefined : (numbers[arg.fallback] ?? args[arg.fallback]);
        if (typeof other !== 'number') throw new Error(`${kernel.name}: number "${name}" is missing`);
        numbers[name] = other;
      }
    }
    this.#steps.push({ kernel, tensors, numbers, layer: this.#layer, pass: this.#pass });
  }

  plan(outputs: readonly Handle[]): Plan {
    return { steps: [...this.#steps], outputs };
  }
}

/**
 * A part of a tensor, or the same elements under another shape.
 *
 * @param offset elements from the tensor's first
 * @throws when it leaves the tensor's storage
 */
export function view(of: Handle, offset: number, shape: readonly number[], name = of.name): Handle {
  const end = of.offset + offset + sizeOf(shape);
  if (offset < 0 || end > of.storage.length)
    throw new Error(`view ${name} [${offset}, ${end}) leaves ${of.storage.name}`);
  return { storage: of.storage, offset: of.offset + offset, shape, name };
}

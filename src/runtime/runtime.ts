import { adviceFor, adviceForRows } from './advice.ts';
import type { Rule } from '../optimizers/define.ts';
import type { Overlay } from '../kernels/overlay.ts';
import { bind } from '../plan/bind.ts';
import type { Bound } from '../plan/bind.ts';
import { overlayFor } from '../plan/overlay.ts';
import type { Served } from '../plan/overlay.ts';
import { bindTeam } from '../plan/threads/bindTeam.ts';
import { fuse } from '../plan/passes/fuse.ts';
import { Arena, plainBacking } from '../plan/arena.ts';
import type { Backing } from '../plan/arena.ts';
import type { Handle, Plan, Step } from '../plan/plan.ts';
import { inStages } from '../plan/threads/stages.ts';
import type { Staged } from '../plan/threads/stages.ts';
import type { Crew } from '../plan/threads/team.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { compile } from './compile.ts';
import type { Compiled, CompileRequest } from './compileRequest.ts';
import { allocateNetwork, parameterView, storagesOf } from './networkMemory.ts';
import type { NetworkMemory } from './networkMemory.ts';
import { fusions } from './fusions.ts';
import type { Parameter } from '../network/parameters.ts';
import type { NetworkSpec } from '../network/spec.ts';

/** Where kernels run: implementations faster than the reference, and the memory they work in. */
export interface Backend {
  /** The kernels in use, with the library once it has been opened. */
  readonly name: string;
  readonly dtype: 'float32' | 'float64';
  /** How many threads should run these steps. Absent: one. */
  threadsFor?(steps: readonly Step[], served: Served): number;
  /**
   * Fresh memory for one network, the kernels that work in it, and how many bytes at its beginning are
   * theirs.
   */
  open(): { backing: Backing; reserved: number; overlays: readonly Overlay[]; crew?: Crew };
}

/** The reference kernels alone. */
export function referenceBackend(dtype: 'float32' | 'float64'): Backend {
  return { name: 'reference', dtype, open: () => ({ backing: plainBacking(), reserved: 0, overlays: [] }) };
}

/** A network in memory: its parameters, and the compiled plans that work on them. */
export class Runtime {
  readonly spec: NetworkSpec;
  readonly arena: Arena;
  readonly memory: NetworkMemory;
  readonly #backend: Backend;
  readonly #overlays: readonly Overlay[];
  readonly #crew: Crew | undefined;

  /** @param groups of parameters with knobs of their own */
  constructor(spec: NetworkSpec, backend: Backend, rule?: Rule, groups = 1) {
    const { backing, reserved, overlays, crew } = backend.open();
    this.spec = spec;
    this.#backend = backend;
    this.#crew = crew;
    this.#overlays = overlays;
    this.arena = new Arena(backend.dtype, backing, reserved);
    this.memory = allocateNetwork(spec, rule, groups);
    this.arena.reserve(storagesOf(this.memory), []);
  }

  /** Room for tensors that outlive runs, such as a data set. */
  reserve(...handles: readonly Handle[]): void {
    this.arena.reserve(
      handles.map(({ storage }) => storage),
      [],
    );
  }

  /**
   * Room for rows that outlive runs.
   *
   * @throws {NnError} a usage error that says how many rows would fit
   */
  reserveRows(rows: number, handles: readonly Handle[]): void {
    const bytes = handles.reduce((sum, { storage }) => sum + 4 * storage.length, 0);
    const used = this.arena.bytes;
    this.arena.reserve(
      handles.map(({ storage }) => storage),
      [],
      true,
      () => adviceForRows(rows, bytes / rows, used),
    );
  }

  /** Compiles the network for some rows and fixes it to memory. */
  compile(request: Omit<CompileRequest, 'spec' | 'memory'>): { compiled: Compiled; bound: Bound } {
    const full = compile({ ...request, spec: this.spec, memory: this.memory });
    const fusing = this.#overlays.length > 0 && !request.keepLayers;
    const fused = fusing ? fuse(full.plan, fusions) : full.plan;
    const staged = request.keepLayers ? undefined : this.#divide(fused, request.rows);
    const plan = staged?.plan ?? fused;
    const compiled = { ...full, plan };
    const { x, target, hostMasks, carried } = compiled;
    const own = [x, ...(target ? [target] : []), ...hostMasks.map(({ mask }) => mask), ...carried];
    this.arena.reserve(
      own.map(({ storage }) => storage),
      [plan],
      !request.keepLayers,
      request.update ? adviceFor(request.rows) : undefined,
    );
    const bound =
      staged && this.#crew
        ? bindTeam(staged, this.arena, this.#overlays, this.#crew)
        : bind(plan, this.arena, this.#overlays);
    return { compiled, bound };
  }

  /** The plan divided between threads, where that is faster. */
  #divide(plan: Plan, rows: number): Staged | undefined {
    if (!this.#crew) return undefined;
    const served: Served = (step) => overlayFor(step, this.#overlays)?.fast;
    const threads = this.#backend.threadsFor?.(plan.steps, served) ?? 1;
    return threads > 1 ? inStages(plan, threads, rows, served) : undefined;
  }

  /** The elements of a persistent tensor; a view, valid until the memory grows. */
  floats(handle: Handle): Float32Array | Float64Array {
    const first = this.arena.persistentAddress(handle.storage) / this.arena.floatBytes + handle.offset;
    return this.arena.views.f.subarray(first, first + sizeOf(handle.shape));
  }

  ints(handle: Handle): Int32Array {
    const first = this.arena.persistentAddress(handle.storage) / 4 + handle.offset;
    return this.arena.views.i.subarray(first, first + sizeOf(handle.shape));
  }

  get #all(): Parameter[] {
    return [...this.memory.table.trainable, ...this.memory.table.states];
  }

  /** Copies of all parameters and states. */
  weights(): Map<string, Tensor> {
    return new Map(
      this.#all.map((parameter) => {
        const data = this.floats(parameterView(this.memory, parameter)).slice();
        return [parameter.name, { shape: parameter.spec.shape, dtype: this.arena.dtype, data }];
      }),
    );
  }

  /** Takes parameters from a model of the same network. */
  setWeights(weights: ReadonlyMap<string, Tensor>): void {
    for (const parameter of this.#all) {
      const tensor = weights.get(parameter.name);
      if (!tensor) throw new Error(`no weights for ${parameter.name}`);
      const into = this.floats(parameterView(this.memory, parameter));
      for (let i = 0; i < into.length; i++) into[i] = Number(tensor.data[i]);
    }
  }
}

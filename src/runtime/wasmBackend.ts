import type { Blas, BlasDescription } from '../kernels/blas/library.ts';
import { blasOverlay, SLACK_BYTES } from '../kernels/blas/overlay.ts';
import { growTo, instantiate, loadWasm, WORKSPACE_BYTES } from '../kernels/wasm/load.ts';
import type { Binaries, WasmKernels } from '../kernels/wasm/load.ts';
import { worthwhileThreads } from '../plan/threads/cost.ts';
import { Team } from '../plan/threads/team.ts';
import type { Spawn } from '../plan/threads/team.ts';
import type { Backend } from './runtime.ts';

/** Bytes below the workspaces: static data of the kernels. */
const STATIC_BYTES = 65_536;

/** What a thread needs to run kernels in a network's memory. */
export interface ThreadMemory {
  readonly kernels: WasmKernels;
  /** First byte of the thread's own workspace. */
  readonly workspace: number;
  /** The library that serves matrix products. */
  readonly blas?: BlasDescription;
}

/** A library for matrix products. */
export interface BlasUse {
  /** Looks for it, once; called when a product is worth it. */
  open(): Blas | undefined;
  /** Serve every product, also those that the kernels of WebAssembly compute faster. */
  readonly always: boolean;
}

/** Threads the backend may use: how many, and how they are started. */
export interface Threads {
  readonly most: number;
  /** Processors; with more threads than these, waiting threads go to sleep at once. */
  readonly processors: number;
  readonly spawn: Spawn<ThreadMemory>;
  /** How many of them a plan gets; by its cost unless said. */
  readonly choose?: typeof worthwhileThreads;
}

/**
 * Looks at a word before a waiting thread sleeps: some 50 µs, longer than the host needs between two steps.
 */
const PATIENCE = 10_000;

/**
 * The float32 backend on WebAssembly SIMD: the relaxed binary where the engine has it, else the plain one.
 * Each network gets a memory of its own; the module is compiled once, and all networks share the threads.
 * With `blas`, large matrix products are computed by a library, in the same memory.
 */
export async function wasmBackend(
  binaries: Binaries<() => Promise<Uint8Array>>,
  threads?: Threads,
  blas?: BlasUse,
): Promise<Backend> {
  const { name, module } = await loadWasm(binaries);
  const most = threads?.most ?? 1;
  const team =
    threads && most > 1 ? new Team(most, most > threads.processors ? 1 : PATIENCE, threads.spawn) : undefined;
  let opened: Blas | undefined;
  const openBlas = () => (opened ??= blas?.open());
  return {
    get name() {
      return opened ? `${name}, ${opened.description.name}` : name;
    },
    dtype: 'float32',
    threadsFor: (steps, served) => (threads?.choose ?? worthwhileThreads)(steps, most, served),
    open() {
      const reserved = STATIC_BYTES + most * WORKSPACE_BYTES;
      const memory = new WebAssembly.Memory({
        initial: Math.ceil(reserved / 65_536),
        maximum: 65_536,
        shared: true,
      });
      const kernels = { name, module, memory };
      const own = instantiate(kernels, STATIC_BYTES);
      const library = blas && blasOverlay({ always: blas.always, open: openBlas, memory, own });
      const backing = {
        get buffer() {
          return memory.buffer;
        },
        grow: (bytes: number) => growTo(memory, bytes + (library ? SLACK_BYTES : 0)),
      };
      const crew = team?.crew((thread) => {
        // Opened now, though perhaps only a later plan has products for it: threads learn once what they
        // need.
        const description = openBlas()?.description;
        return {
          kernels,
          workspace: STATIC_BYTES + thread * WORKSPACE_BYTES,
          ...(description && { blas: description }),
        };
      });
      const overlays = library ? [library, own] : [own];
      return { backing, reserved, overlays, ...(crew && { crew }) };
    },
  };
}

/** In a thread: its kernels in a network's memory, by overlay and kernel name. */
export function openInThread(
  { kernels, workspace, blas }: ThreadMemory,
  openBlas: (description: BlasDescription) => Blas,
) {
  const own = instantiate(kernels, workspace);
  const { memory } = kernels;
  const library = blas && blasOverlay({ open: () => openBlas(blas), always: true, memory, own });
  return (overlay: string, kernel: string) => {
    const found = overlay === library?.name ? library.get(kernel) : own.get(kernel);
    if (!found) throw new Error(`no kernel ${kernel}`);
    return found.call;
  };
}

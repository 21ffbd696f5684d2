import { growTo, instantiate, loadWasm, WORKSPACE_BYTES } from '../kernels/wasm/load.ts';
import type { Binaries, WasmKernels } from '../kernels/wasm/load.ts';
import { worthwhileThreads } from '../plan/cost.ts';
import type { Step } from '../plan/plan.ts';
import { Team } from '../plan/team.ts';
import type { Spawn } from '../plan/team.ts';
import type { Backend } from './runtime.ts';

/** Bytes below the workspaces: static data of the kernels. */
const STATIC_BYTES = 65_536;

/** What a thread needs to run kernels in a network's memory. */
export interface ThreadMemory {
  readonly kernels: WasmKernels;
  /** First byte of the thread's own workspace. */
  readonly workspace: number;
}

/** Threads the backend may use: how many, and how they are started. */
export interface Threads {
  readonly most: number;
  /** Processors; with more threads than these, waiting threads go to sleep at once. */
  readonly processors: number;
  readonly spawn: Spawn<ThreadMemory>;
  /** How many of them a plan gets; by its cost unless said. */
  readonly choose?: (steps: readonly Step[], most: number, divisible: (step: Step) => boolean) => number;
}

/** Looks at a word before a waiting thread sleeps: some 50 µs, longer than the host needs between two steps. */
const PATIENCE = 10_000;

/**
 * The float32 backend on WebAssembly SIMD: the relaxed binary where the engine has it, else the plain one. Each network
 * gets a memory of its own; the module is compiled once, and all networks share the threads.
 */
export async function wasmBackend(
  binaries: Binaries<() => Promise<Uint8Array>>,
  threads?: Threads,
): Promise<Backend> {
  const { name, module } = await loadWasm(binaries);
  const most = threads?.most ?? 1;
  const team =
    threads && most > 1 ? new Team(most, most > threads.processors ? 1 : PATIENCE, threads.spawn) : undefined;
  return {
    name,
    dtype: 'float32',
    threadsFor: (steps, divisible) => (threads?.choose ?? worthwhileThreads)(steps, most, divisible),
    open() {
      const reserved = STATIC_BYTES + most * WORKSPACE_BYTES;
      const memory = new WebAssembly.Memory({
        initial: Math.ceil(reserved / 65_536),
        maximum: 65_536,
        shared: true,
      });
      const kernels = { name, module, memory };
      const overlay = instantiate(kernels, STATIC_BYTES);
      const backing = {
        get buffer() {
          return memory.buffer;
        },
        grow: (bytes: number) => growTo(memory, bytes),
      };
      const crew = team?.crew((thread) => ({
        kernels,
        workspace: STATIC_BYTES + thread * WORKSPACE_BYTES,
      }));
      return { backing, reserved, overlays: [overlay], ...(crew && { crew }) };
    },
  };
}

/** In a thread: its kernels in a network's memory, by overlay and kernel name. */
export function openInThread({ kernels, workspace }: ThreadMemory) {
  const overlay = instantiate(kernels, workspace);
  return (_overlay: string, kernel: string) => {
    const found = overlay.get(kernel);
    if (!found) throw new Error(`no kernel ${kernel}`);
    return found.call;
  };
}

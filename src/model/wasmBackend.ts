import { growTo, instantiate, loadWasm, WORKSPACE_BYTES } from '../kernels/wasm/load.ts';
import type { Binaries } from '../kernels/wasm/load.ts';
import type { Backend } from './runtime.ts';

/** Bytes below the workspace: static data of the kernels. */
const STATIC_BYTES = 65_536;

/**
 * The float32 backend on WebAssembly SIMD: the relaxed binary where the engine has it, else the plain one. Each network
 * gets a memory of its own; the module is compiled once.
 */
export async function wasmBackend(binaries: Binaries<() => Promise<Uint8Array>>): Promise<Backend> {
  const { name, module } = await loadWasm(binaries);
  return {
    name,
    dtype: 'float32',
    open() {
      const reserved = STATIC_BYTES + WORKSPACE_BYTES;
      const memory = new WebAssembly.Memory({
        initial: Math.ceil(reserved / 65_536),
        maximum: 65_536,
        shared: true,
      });
      const overlay = instantiate({ name, module, memory }, STATIC_BYTES);
      const backing = {
        get buffer() {
          return memory.buffer;
        },
        grow: (bytes: number) => growTo(memory, bytes),
      };
      return { backing, reserved, overlays: [overlay] };
    },
  };
}

import type { Overlay } from '../overlay.ts';

/**
 * The kernels' binaries: `relaxed` fuses multiply and add, `simd` runs where relaxed SIMD is not available.
 */
export interface Binaries<T> {
  readonly simd: T;
  readonly relaxed: T;
}

export type WasmName = keyof Binaries<unknown>;

/** Convolutions as products of matrices: windows of images as rows in the workspace (im2col). */
export interface Windows {
  /** Takes the extents as the kernels of convolutions do, from m to dilationX, without n. */
  readonly setGeometry: (...extents: number[]) => void;
  /** Lays out the windows of `count` output pixels from `pixel` on. */
  readonly im2col: (images: number, pixel: number, count: number, group: number) => void;
  /** Adds such rows to the elements of the images that they are windows of. */
  readonly col2im: (images: number, pixel: number, count: number, group: number) => void;
  /** How many windows of k elements fit. */
  readonly windowsAtOnce: (k: number) => number;
  /** Address of the rows. */
  readonly patchesAt: () => number;
}

/** The kernels of WebAssembly. It does not accept extents for which its workspace is too small. */
export interface WasmOverlay extends Overlay {
  readonly name: WasmName;
  /**
   * Names of the kernels it has, as exported: every character that is no letter or digit is an underscore.
   */
  readonly exported: readonly string[];
  readonly windows: Windows;
}

/** The memory all instances work on, and the module that threads instantiate on it. */
export interface WasmKernels {
  readonly name: WasmName;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

const PAGE = 65536;

/** Scratch memory of one instance; a thread's own part begins at a multiple of this. */
export const WORKSPACE_BYTES = 9 * PAGE;

/** (func (param v128 v128 v128) (result v128) local.get 0 local.get 1 local.get 2 f32x4.relaxed_madd) */
const PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11],
);

/** Whether this engine compiles relaxed SIMD. On Node 20 only after V8's --experimental-wasm-relaxed-simd. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(PROBE);
}

/**
 * Compiles the better of the two binaries that this engine accepts.
 *
 * @param only which one to take instead
 * @param pages the memory to begin with, in pages of 64 KiB; it may grow to 4 GiB
 */
export async function loadWasm(
  binaries: Binaries<() => Promise<Uint8Array>>,
  { only, pages = 16 }: { only?: WasmName; pages?: number } = {},
): Promise<WasmKernels> {
  const name = only ?? (hasRelaxedSimd() ? 'relaxed' : 'simd');
  const module = await WebAssembly.compile(await binaries[name]());
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true });
  return { name, module, memory };
}

/** Makes `memory` at least this long. Buffers taken before keep showing its old part. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}

/** A window must fit into the part of the workspace that is for windows. */
const windowFits = ({ kh, kw, cg }: Readonly<Record<string, number>>) => kh * kw * cg <= 65_536;
const limits: Readonly<Record<string, typeof windowFits | undefined>> = {
  conv2d: windowFits,
  convForward: windowFits,
  conv2dGradInput: windowFits,
  conv2dGradFilter: windowFits,
};

/** Exports that are no kernels. */
const HELPERS = new Set([
  'setWorkspace',
  'workspaceBytes',
  'setGeometry',
  'im2col',
  'col2im',
  'windowsAtOnce',
  'patchesAt',
]);

/**
 * Binds the kernels to their memory, in the main thread or in a worker that was sent `kernels`.
 *
 * @param workspace first byte of this instance's own WORKSPACE_BYTES, a multiple of 64
 */
export function instantiate({ name, module, memory }: WasmKernels, workspace = 0): WasmOverlay {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { setWorkspace, workspaceBytes, setGeometry, im2col, col2im, windowsAtOnce, patchesAt } = exports;
  if (workspaceBytes() > WORKSPACE_BYTES) throw new Error('workspace of the kernels is too small');
  growTo(memory, workspace + WORKSPACE_BYTES);
  setWorkspace(workspace);
  return {
    name,
    get exported() {
      return Object.keys(exports).filter((key) => !HELPERS.has(key));
    },
    get(kernel) {
      const key = exportedName(kernel);
      if (!Object.hasOwn(exports, key) || HELPERS.has(key)) return undefined;
      return { call: exports[key], ...(limits[kernel] && { accepts: limits[kernel] }) };
    },
    windows: { setGeometry, im2col, col2im, windowsAtOnce, patchesAt },
  };
}

/** How the export of a kernel is called: `unary.leaky-relu` is `unary_leaky_relu`. */
export function exportedName(kernel: string): string {
  return kernel.replaceAll(/[^a-zA-Z0-9]/g, '_');
}

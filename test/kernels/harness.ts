import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import type { AnyKernel, TensorArg } from '../../src/kernels/define.ts';
import { hasRelaxedSimd, instantiate, loadWasm, WORKSPACE_BYTES } from '../../src/kernels/wasm/load.ts';
import type { WasmName, WasmOverlay } from '../../src/kernels/wasm/load.ts';
import { shardOf } from '../../src/plan/threads/shards.ts';
import { persistent } from '../../src/plan/plan.ts';
import type { Fill } from './cases/define.ts';

/** A bit pattern that no kernel computes: a NaN with a message. */
const GUARD = 0x7fc0dead;
const GUARD_WORDS = 20;

export type Numbers = Readonly<Record<string, number>>;

/** One call: where each tensor lies (in words of 4 bytes) and the numbers, strides included. */
export interface Layout {
  readonly kernel: AnyKernel;
  readonly numbers: Numbers;
  readonly tensors: ReadonlyMap<
    string,
    { arg: TensorArg; at: number; words: number; row: number; rowWords: number }
  >;
  /** Ranges of words that hold tensors; everything else behind the workspace is guards. */
  readonly used: readonly (readonly [from: number, to: number])[];
}

/** A backend with a memory of its own. */
export interface TestBackend {
  readonly overlay: WasmOverlay;
  readonly memory: WebAssembly.Memory;
}

const binary = (name: WasmName) => async () =>
  new Uint8Array(await readFile(new URL(`../../dist/${name}.wasm`, import.meta.url)));

/** Loads a binary that `npm run build:wasm` made, with `room` pages of memory behind the workspace. */
export async function openBackend(only: WasmName, room = 64): Promise<TestBackend> {
  if (!hasRelaxedSimd() && only === 'relaxed') setFlagsFromString('--experimental-wasm-relaxed-simd');
  const pages = WORKSPACE_BYTES / 65_536 + room;
  const kernels = await loadWasm({ simd: binary('simd'), relaxed: binary('relaxed') }, { only, pages });
  return { overlay: instantiate(kernels), memory: kernels.memory };
}

/** Deterministic numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 8) + 0.5) / 2 ** 24;
  };
}

const SPECIAL = [0, -0, 1e-45, -1e-40, 1e-30, -1e-8, 88.7, -87.5, -103.5, -200, 200, 1e30, -1e30, Number.NaN];

/**
 * Values of a tensor one by one; a `wide` one covers magnitudes from 1e-6 to 100 and ends with what is
 * special among floats.
 */
function valuesOf(
  fill: Fill,
  count: number,
  numbers: Numbers,
  random: () => number,
): (index: number) => number {
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  switch (fill) {
    case 'normal':
      return normal;
    case 'small':
      return () => 0.3 * normal();
    case 'positive':
      return () => normal() ** 2;
    case 'probability':
      return random;
    case 'binary':
      return () => Number(random() > 0.5);
    case 'labels':
      return () => Math.floor(random() * numbers.n);
    case 'padded':
      return () => (random() < 0.1 ? -1 : Math.floor(random() * numbers.n));
    case 'lengths':
      return () => Math.floor(random() * (numbers.time + 1));
    case 'order':
      return (i) => (i * 7) % count;
    case 'ends':
      return (i) => Math.floor(((i + 1) * numbers.kept) / count);
    case 'bits':
      return () => Math.floor(random() * 2 ** 32) | 0;
    case 'zero':
      return () => 0;
    case 'wide':
      return (i) =>
        count > 100 && i >= count - SPECIAL.length
          ? SPECIAL[count - 1 - i]
          : (random() < 0.5 ? -1 : 1) * 10 ** (random() * 8 - 6);
    default:
      return (i) => fill[i % fill.length];
  }
}

/**
 * Lays the tensors of a call out in memory with guard words around each, the last one of `last` at the very
 * end of the memory, so that reading behind it traps. Strides are longer than rows by `gap` words.
 */
export function layOut(kernel: AnyKernel, sizes: Numbers, bytes: number, gap = 0, last?: string): Layout {
  const numbers: Record<string, number> = { ...sizes };
  for (const [name, arg] of Object.entries(kernel.args)) {
    if (arg.kind === 'tensor' || name in numbers) continue;
    const fallback = 'fallback' in arg ? arg.fallback : 0;
    const isStride = Object.values(kernel.args).some((t) => t.kind === 'tensor' && t.stride === name);
    numbers[name] =
      (typeof fallback === 'string' ? numbers[fallback] : (fallback ?? 0)) + (isStride ? gap : 0);
  }
  const tensors = new Map<
    string,
    { arg: TensorArg; at: number; words: number; row: number; rowWords: number }
  >();
  let top = WORKSPACE_BYTES / 4 + GUARD_WORDS;
  for (const [name, arg] of Object.entries(kernel.args)) {
    if (arg.kind !== 'tensor') continue;
    const shape = arg.shape.map((extent) => numbers[extent]);
    const rowWords = shape.at(-1) ?? 1;
    const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
    const row = arg.stride ? numbers[arg.stride] : rowWords;
    const words = rows === 0 || rowWords === 0 ? 0 : (rows - 1) * row + rowWords;
    const at = name === last ? bytes / 4 - words : top;
    tensors.set(name, { arg, at, words, row, rowWords });
    if (name !== last) top += words + GUARD_WORDS + 1;
  }
  const end = last === undefined ? bytes / 4 : (tensors.get(last)?.at ?? 0);
  if (top > end) throw new Error('the test needs more memory');
  return {
    kernel,
    numbers,
    tensors,
    used: [
      [WORKSPACE_BYTES / 4, top],
      [end, bytes / 4],
    ],
  };
}

/**
 * Copies a memory that was filled for a call, its workspace left out, into one that may be used again and
 * again. Only the ranges with tensors are copied: shared memory is copied slowly.
 */
export function copyMemory({ used }: Layout, from: ArrayBufferLike, into: ArrayBuffer): ArrayBuffer {
  const [source, target] = [new Int32Array(from), new Int32Array(into)];
  target.fill(GUARD, WORKSPACE_BYTES / 4);
  for (const [begin, end] of used) target.set(source.subarray(begin, end), begin);
  return into;
}

/**
 * Fills all of the memory with guards and the tensors with values; what a kernel only writes stays poisoned.
 */
export function fill(
  layout: Layout,
  buffer: ArrayBufferLike,
  fills: Record<string, Fill>,
  seed: number,
): void {
  const ints = new Int32Array(buffer);
  const floats = new Float32Array(buffer);
  ints.fill(GUARD, WORKSPACE_BYTES / 4);
  const random = randomNumbers(seed);
  for (const [name, { arg, at, words, row, rowWords }] of layout.tensors) {
    if (arg.role === 'write' || arg.role === 'scratch' || words === 0) continue;
    const rows = Math.ceil(words / Math.max(row, 1));
    const value = valuesOf(fills[name] ?? 'normal', rows * rowWords, layout.numbers, random);
    const target = arg.element === 'int32' ? ints : floats;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < rowWords; j++) target[at + i * row + j] = value(i * rowWords + j);
    }
  }
}

/** Empties the room that a kernel works in: what is left there means nothing. */
export function clearScratch({ tensors }: Layout, memory: Int32Array): void {
  for (const { arg, at, words } of tensors.values())
    if (arg.role === 'scratch') memory.fill(0, at, at + words);
}

/** Runs the reference on a buffer. */
export function runReference({ kernel, numbers, tensors }: Layout, buffer: ArrayBufferLike): void {
  const views = { f: new Float32Array(buffer), i: new Int32Array(buffer), round: Math.fround };
  kernel.reference(views, {
    ...numbers,
    ...Object.fromEntries([...tensors].map(([name, { at }]) => [name, at])),
  });
}

/** The arguments of a backend's function. */
export function callArgs({ kernel, numbers, tensors }: Layout): number[] {
  return Object.keys(kernel.args).map((name) => {
    const tensor = tensors.get(name);
    return tensor ? tensor.at * 4 : numbers[name];
  });
}

/** Names of a kernel's tensors, in the order of its arguments. */
export const tensorNames = (kernel: AnyKernel) =>
  Object.entries(kernel.args).flatMap(([name, arg]) => (arg.kind === 'tensor' ? [name] : []));

/** Whether the rows of one of its tensors may be longer than they are wide. */
export const isStrided = (kernel: AnyKernel) =>
  Object.values(kernel.args).some((arg) => arg.kind === 'tensor' && arg.stride !== undefined);

/**
 * The shard of a call that a thread would get: indices from `begin` to `end` along the kernel's parallel
 * axis.
 */
export function shard({ kernel, numbers, tensors, used }: Layout, begin: number, end: number): Layout {
  const handles = [...tensors].map(
    ([name, { at }]) => [name, { ...persistent(name, []), offset: at }] as const,
  );
  const whole = {
    kernel,
    numbers,
    tensors: Object.fromEntries(handles),
    layer: '',
    pass: 'forward',
  } as const;
  const part = shardOf(whole, begin, end);
  const moved = [...tensors].map(
    ([name, tensor]) => [name, { ...tensor, at: part.tensors[name]?.offset ?? tensor.at }] as const,
  );
  return { kernel, numbers: part.numbers, tensors: new Map(moved), used };
}

/**
 * The arguments of the calls in which an implementation computes a call, `chunk` along its parallel axis at a
 * time.
 */
export function callsInChunks(layout: Layout, chunk: number): number[][] {
  const length = layout.numbers[layout.kernel.parallel?.axis ?? ''];
  const calls: number[][] = [];
  for (let at = 0; at < length; at += chunk)
    calls.push(callArgs(shard(layout, at, Math.min(length, at + chunk))));
  return calls;
}

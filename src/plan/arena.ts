import { usageError } from '../errors.ts';
import { bytes as bytesText } from '../util/quantity.ts';
import { Placed } from './placed.ts';
import { tensorsByRole } from './plan.ts';
import type { Plan, Storage } from './plan.ts';
import type { Views } from '../kernels/define.ts';

/** Everything begins on a cache line. */
const ALIGNMENT = 64;
const align = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Where a plan's scratch tensors lie, in bytes from the beginning of the scratch area. */
export interface Layout {
  readonly offsets: ReadonlyMap<Storage, number>;
  readonly bytes: number;
}

const bytesOf = (storage: Storage, floatBytes: number) =>
  storage.length * (storage.element === 'float' ? floatBytes : 4);

/**
 * Gives every scratch tensor a place; tensors that do not live at the same time share memory unless `reuse`
 * is false (explain reads all of them after the run). Best fit by falling size, as in Pisarchyk and Lee 2020,
 * "Efficient memory management for deep neural net inference".
 */
export function layOut(plan: Plan, floatBytes: number, reuse: boolean): Layout {
  const lives = new Map<Storage, { from: number; to: number }>();
  plan.steps.forEach((step, index) => {
    const at = plan.stages?.[index] ?? index;
    for (const { storage } of [...tensorsByRole(step, true), ...tensorsByRole(step, false)]) {
      if (storage.home === 'persistent') continue;
      const life = lives.get(storage);
      if (life) life.to = at;
      else lives.set(storage, { from: at, to: at });
    }
  });
  const end = plan.steps.length;
  for (const { storage } of plan.outputs) {
    const life = lives.get(storage);
    if (life) life.to = end;
    else if (storage.home === 'scratch') lives.set(storage, { from: 0, to: end });
  }
  const placed = new Placed(lives.size);
  const offsets = new Map<Storage, number>();
  let total = 0;
  const bySize = [...lives].sort(
    ([a], [b]) => bytesOf(b, floatBytes) - bytesOf(a, floatBytes) || a.id - b.id,
  );
  for (const [storage, { from, to }] of bySize) {
    const bytes = align(bytesOf(storage, floatBytes));
    // Without reuse one after the other: there are no gaps.
    const alone = bytes > 0 ? total : 0;
    const chosen = reuse ? placed.add(bytes, from, to) : alone;
    offsets.set(storage, chosen);
    total = Math.max(total, chosen + bytes);
  }
  return { offsets, bytes: total };
}

/** Where the memory of a run comes from; WebAssembly kernels need theirs inside a WebAssembly.Memory. */
export interface Backing {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Makes the buffer at least this long, keeping its contents. */
  grow(bytes: number): void;
}

/** Memory of JavaScript's own, for the reference kernels. */
export function plainBacking(): Backing {
  let buffer = new ArrayBuffer(0);
  return {
    get buffer() {
      return buffer;
    },
    grow(bytes) {
      if (bytes <= buffer.byteLength) return;
      const larger = new ArrayBuffer(bytes);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
    },
  };
}

/** What WebAssembly can address. */
export const MOST = 2 ** 32;

/** What was asked for and does not fit; `fixed` does not depend on the rows of a batch. */
export interface TooLarge {
  readonly fixed: number;
  readonly scratch: number;
}

const units = ({ fixed }: TooLarge) =>
  `what does not depend on the rows of a batch takes ${bytesText(fixed)} of it: fewer units, fewer rows at a time`;

const identity = (x: number) => x;

/**
 * The memory of one network: persistent storages one after the other, then one scratch area that all its
 * plans share. `views` stays the same object when the memory grows; its arrays do not, so kernels take them
 * at each call.
 */
export class Arena {
  readonly views: { f: Float32Array | Float64Array; i: Int32Array; round: Views['round'] };
  readonly dtype: 'float32' | 'float64';
  readonly backing: Backing;
  readonly #persistent = new Map<Storage, number>();
  /** A plan keeps the scratch area it was laid out in when a later plan needs a larger one. */
  readonly #layouts = new Map<Plan, { offsets: Layout['offsets']; at: number }>();
  #top: number;
  #scratch: { at: number; bytes: number } | undefined;

  /** @param reserved bytes at the beginning that belong to the kernels themselves */
  constructor(dtype: 'float32' | 'float64', backing: Backing, reserved = 0) {
    this.dtype = dtype;
    this.backing = backing;
    this.#top = align(reserved);
    this.views = {
      f: dtype === 'float32' ? new Float32Array(0) : new Float64Array(0),
      i: new Int32Array(0),
      round: dtype === 'float32' ? Math.fround : identity,
    };
    this.#refresh();
  }

  get floatBytes(): number {
    return this.dtype === 'float32' ? 4 : 8;
  }

  /** Bytes in use. */
  get bytes(): number {
    return this.#top;
  }

  /**
   * Makes room for persistent storages (zero at first) and for the scratch tensors of plans that will be
   * bound.
   *
   * @param advise what to do where they do not fit
   * @throws {NnError} a usage error when the network needs more than WebAssembly can address
   */
  reserve(
    storages: readonly Storage[],
    plans: readonly Plan[],
    reuse = true,
    advise: (found: TooLarge) => string = units,
  ): void {
    for (const storage of storages) {
      if (storage.home !== 'persistent' || this.#persistent.has(storage)) continue;
      this.#persistent.set(storage, this.#top);
      this.#top += align(bytesOf(storage, this.floatBytes));
    }
    const fixed = this.#top - (this.#scratch?.bytes ?? 0);
    for (const plan of plans) {
      const { offsets, bytes } = layOut(plan, this.floatBytes, reuse);
      if (!this.#scratch || this.#scratch.bytes < bytes) {
        this.#scratch = { at: this.#top, bytes };
        this.#top += bytes;
      }
      this.#layouts.set(plan, { offsets, at: this.#scratch.at });
    }
    if (this.#top > MOST)
      throw usageError(
        `the network needs ${bytesText(this.#top)} of memory, more than the ${bytesText(MOST)} that can be used`,
        { hint: advise({ fixed, scratch: this.#scratch?.bytes ?? 0 }) },
      );
    this.backing.grow(this.#top);
    this.#refresh();
  }

  /**
   * Address of a storage's first byte, as the plan sees it.
   *
   * @throws when no memory was reserved for it
   */
  address(storage: Storage, plan: Plan): number {
    const fixed = this.#persistent.get(storage);
    if (fixed !== undefined) return fixed;
    const layout = this.#layouts.get(plan);
    const offset = layout?.offsets.get(storage);
    if (!layout || offset === undefined) throw new Error(`no memory planned for ${storage.name}`);
    return layout.at + offset;
  }

  /**
   * Address of a persistent storage's first byte.
   *
   * @throws when no memory was reserved for it
   */
  persistentAddress(storage: Storage): number {
    const fixed = this.#persistent.get(storage);
    if (fixed === undefined) throw new Error(`${storage.name} is not persistent`);
    return fixed;
  }

  #refresh(): void {
    const { buffer } = this.backing;
    this.views.f =
      this.dtype === 'float32'
        ? new Float32Array(buffer, 0, Math.floor(buffer.byteLength / 4))
        : new Float64Array(buffer, 0, Math.floor(buffer.byteLength / 8));
    this.views.i = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  }
}

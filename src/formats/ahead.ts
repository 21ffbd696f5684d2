import type { ByteSource } from './define.ts';

/** How much of a text is looked at before it is read. */
export const HEAD = 1 << 16;

/** Bytes that are put together. */
export class Gathered {
  #bytes = new Uint8Array(0);
  length = 0;

  add(part: Uint8Array): void {
    const needed = this.length + part.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      larger.set(this.all());
      this.#bytes = larger;
    }
    this.#bytes.set(part, this.length);
    this.length = needed;
  }

  all(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}

/** What was read ahead, and what has been asked for since. */
export interface Ahead {
  /** All that was read. */
  readonly head: Uint8Array;
  /** What is to be looked at of it: the same however the input is cut, unless its writer made a pause. */
  readonly seen: Uint8Array;
  /** Nothing comes after what was seen. */
  readonly complete: boolean;
  readonly pending?: Promise<IteratorResult<Uint8Array>>;
}

export interface AheadOptions {
  /** Bytes that are enough, at first; 0: whatever comes. */
  readonly enough: number;
  /** Whether these bytes are indeed enough; otherwise twice as many are read. */
  readonly isEnough?: (bytes: Uint8Array) => boolean;
  /** Whether these are enough of somebody who makes a pause behind them. */
  readonly isEnoughForNow: (bytes: Uint8Array) => boolean;
}

/**
 * Reads ahead until there is enough to tell what it is. Whoever writes into a pipe and makes a pause is not waited
 * for.
 */
export async function readAhead(
  iterator: AsyncIterator<Uint8Array>,
  { pause }: Pick<ByteSource, 'pause'>,
  { enough, isEnough = () => true, isEnoughForNow }: AheadOptions,
): Promise<Ahead> {
  const gathered = new Gathered();
  for (let most = enough; ;) {
    const pending = iterator.next();
    const paused = pause && gathered.length > 0 && isEnoughForNow(gathered.all());
    const part = paused ? await Promise.race([pending, pause()]) : await pending;
    const head = gathered.all();
    if (!part) return { head: head.slice(), seen: head.slice(), complete: false, pending };
    if (part.done) return { head: head.slice(), seen: head.slice(), complete: true };
    gathered.add(part.value);
    for (; gathered.length >= most; most *= 2) {
      const seen = gathered.all().subarray(0, most || undefined);
      if (isEnough(seen)) return { head: gathered.all(), seen, complete: false };
      if (most === 0) break;
    }
  }
}

/** The bytes that were read ahead and all after them. */
export async function* joined(
  { head, pending }: Ahead,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let waiting = pending !== undefined;
  try {
    if (head.length > 0) yield head;
    let part = await (pending ?? iterator.next());
    for (waiting = false; !part.done; part = await iterator.next()) yield part.value;
  } finally {
    // Bytes that were asked for and never come would hold up the end.
    if (!waiting) await iterator.return?.();
    else void Promise.allSettled([pending, iterator.return?.()]);
  }
}

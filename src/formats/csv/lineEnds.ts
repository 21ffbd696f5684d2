import type { SourceFacts } from '../../data/table.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/**
 * Finds carriage returns without a line feed, which end lines of their own, and puts line feeds in their place,
 * those in quotes excepted. Bytes are looked at once, however they arrive.
 */
export class LineEnds {
  readonly #delimiter: number;
  /** A carriage return was the last byte so far. */
  #returned = false;
  /** Carriage returns are replaced; before the first lone one they are only looked for. */
  #active = false;
  #open = false;
  #fresh = true;
  /** A quote was closed by the last byte; another one opens it again. */
  #closed = false;

  constructor(delimiter: number) {
    this.#delimiter = delimiter;
  }

  /**
   * The bytes with line feeds only where lines end, in a copy if something was replaced.
   *
   * @param bytes begin with a record
   * @param seen so many of them were given before
   * @param own they may be changed
   */
  unify(bytes: Uint8Array, seen: number, own: boolean): Uint8Array {
    if (!this.#active && !this.#findsLone(bytes, seen)) return bytes;
    const out = own ? bytes : bytes.slice();
    this.#replace(out, this.#active ? seen : 0);
    this.#active = true;
    return out;
  }

  #findsLone(bytes: Uint8Array, seen: number): boolean {
    if (bytes.length === seen) return false;
    if (this.#returned && bytes[seen] !== LF) return true;
    const { length } = bytes;
    let at = bytes.indexOf(CR, seen);
    for (; at >= 0 && at + 1 < length; at = bytes.indexOf(CR, at + 2)) if (bytes[at + 1] !== LF) return true;
    this.#returned = at >= 0;
    return false;
  }

  #replace(bytes: Uint8Array, from: number): void {
    if (this.#active && this.#returned && !this.#open && from < bytes.length && bytes[from] !== LF) {
      bytes[from - 1] = LF;
      this.#fresh = true;
    }
    this.#returned = false;
    for (let i = from; i < bytes.length; i++) {
      const byte = bytes[i];
      if (this.#open) {
        if (byte === QUOTE) [this.#open, this.#closed] = [false, true];
        continue;
      }
      if (byte === QUOTE && (this.#fresh || this.#closed)) {
        [this.#open, this.#fresh, this.#closed] = [true, false, false];
        continue;
      }
      this.#closed = false;
      if (byte === CR) {
        if (i + 1 === bytes.length) this.#returned = true;
        else if (bytes[i + 1] !== LF) bytes[i] = LF;
      }
      this.#fresh = byte === CR || byte === LF || byte === this.#delimiter || (this.#fresh && byte === SPACE);
    }
  }
}

/** How the lines of a sample end. */
export function lineEndsOf(bytes: Uint8Array): SourceFacts['lineEnds'] {
  const kinds = new Set<'LF' | 'CRLF' | 'CR'>();
  const length = Math.min(bytes.length, 1 << 16);
  let open = false;
  for (let i = 0; i < length; i++) {
    if (bytes[i] === QUOTE) open = !open;
    if (open) continue;
    if (bytes[i] === LF) kinds.add(bytes[i - 1] === CR ? 'CRLF' : 'LF');
    else if (bytes[i] === CR && i + 1 < bytes.length && bytes[i + 1] !== LF) kinds.add('CR');
  }
  const [first] = kinds;
  return kinds.size > 1 ? 'mixed' : first;
}

const decoder = new TextDecoder();

/** Numbers texts in the order of their first appearance, without making a string of one that is known. */
export class Dictionary {
  /** Entries by hash, linear probing; 0 is free, else the number of the text plus one. */
  #slots = new Int32Array(16);
  #hashes = new Int32Array(8);
  #bytes = new Uint8Array(64);
  /** Text i is bytes [ends[i − 1], ends[i]). */
  #ends = new Int32Array(8);
  size = 0;

  /** The number of the text in bytes [from, to); a new text gets the next one. */
  add(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    // FNV-1a's high bits are its good ones.
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const known = this.#slots[slot] - 1;
      if (this.#hashes[known] === hash && this.#equal(known, bytes, from, to)) return known;
    }
    return this.#insert(slot, hash, bytes, from, to);
  }

  /** The text of a number; bytes that are not UTF-8 become replacement characters. */
  text(index: number): string {
    return decoder.decode(this.#bytes.subarray(this.#start(index), this.#ends[index]));
  }

  clear(): void {
    this.#slots.fill(0);
    this.size = 0;
  }

  #start(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1];
  }

  #equal(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#start(index);
    if (this.#ends[index] - start !== to - from) return false;
    for (let i = from, at = start; i < to; i++, at++) if (this.#bytes[at] !== bytes[i]) return false;
    return true;
  }

  #insert(slot: number, hash: number, bytes: Uint8Array, from: number, to: number): number {
    const index = this.size++;
    const start = this.#start(index);
    const end = start + to - from;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(2 * end);
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    for (let i = from, at = start; i < to; i++, at++) this.#bytes[at] = bytes[i];
    this.#hashes[index] = hash;
    this.#ends[index] = end;
    this.#slots[slot] = index + 1;
    if (2 * this.size === this.#slots.length) this.#grow();
    return index;
  }

  #grow(): void {
    const count = this.#slots.length;
    const [hashes, ends] = [new Int32Array(count), new Int32Array(count)];
    hashes.set(this.#hashes);
    ends.set(this.#ends);
    this.#hashes = hashes;
    this.#ends = ends;
    this.#slots = new Int32Array(2 * count);
    const mask = 2 * count - 1;
    for (let index = 0; index < this.size; index++) {
      let slot = hashes[index] & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = index + 1;
    }
  }
}

/** Types of Thrift's compact protocol that Parquet has. */
const TYPE = {
  stop: 0,
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  struct: 12,
};
const DEEPEST = 200;

/** Reads over a struct of Thrift's compact protocol, without keeping anything of it. */
class Walk {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  #skip(count: number): void {
    this.#at += count;
    if (this.#at > this.#bytes.length) throw new Error('it ends within a header');
  }

  #byte(): number {
    this.#skip(1);
    return this.#bytes[this.#at - 1];
  }

  /** An unsigned number, seven bits in a byte; the reader goes by its lower 32 bits. */
  #varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      if (shift < 32) value = (value | ((byte & 0x7f) << shift)) >>> 0;
      if (byte < 0x80) return value;
    }
    throw new Error('it has a number of more than 64 bits');
  }

  #list(depth: number): void {
    const head = this.#byte();
    const count = head >> 4 === 15 ? this.#varint() : head >> 4;
    // Each takes a byte at least.
    if (count > this.#bytes.length - this.#at) throw new Error(`it says that a list has ${count} parts`);
    const type = head & 15;
    for (let i = 0; i < count; i++)
      this.#element(type === TYPE.true || type === TYPE.false ? TYPE.byte : type, depth);
  }

  #element(type: number, depth: number): void {
    if (type === TYPE.true || type === TYPE.false) return;
    if (type === TYPE.byte) this.#skip(1);
    else if (type === TYPE.i16 || type === TYPE.i32 || type === TYPE.i64) this.#varint();
    else if (type === TYPE.double) this.#skip(8);
    else if (type === TYPE.binary) this.#skip(this.#varint());
    else if (type === TYPE.list) this.#list(depth + 1);
    else if (type === TYPE.struct) this.struct(depth + 1);
    else throw new Error(`it has a header of a type ${type}`);
  }

  struct(depth: number): void {
    if (depth > DEEPEST) throw new Error(`a header is nested more than ${DEEPEST} levels deep`);
    for (;;) {
      const head = this.#byte();
      const type = head & 15;
      if (type === TYPE.stop) return;
      if (head >> 4 === 0) this.#varint();
      this.#element(type, depth);
    }
  }
}

/**
 * Looks whether a header, a struct of Thrift's compact protocol, ends within the bytes and has no list longer than
 * them, before it is read.
 *
 * @param at where it begins
 * @throws Error when it does not
 */
export const checkHeader = (bytes: Uint8Array, at = 0): void => new Walk(bytes, at).struct(0);

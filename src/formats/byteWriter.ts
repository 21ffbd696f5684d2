import { float32ToString, shortestFloat32 } from '../util/shortest.ts';

const encoder = new TextEncoder();
const POINT = 0x2e;
const ZERO = 0x30;
const SHORT = 40;

/** Text as bytes in one growing buffer; numbers are written without making a string of them. */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;
  readonly #decimal = { digits: 0, exponent: 0 };
  readonly #digits = new Uint8Array(10);

  /** The bytes written since the last call; a copy. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #room(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  byte(code: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = code;
  }

  /** Copies bytes [from, to). */
  copy(bytes: Uint8Array, from: number, to: number): void {
    this.#room(to - from);
    const out = this.#bytes;
    const at = this.#length;
    // For short pieces a loop is faster than two calls.
    if (to - from < SHORT) for (let i = from; i < to; i++) out[at + i - from] = bytes[i];
    else out.set(bytes.subarray(from, to), at);
    this.#length = at + to - from;
  }

  text(text: string): void {
    this.#room(3 * text.length);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** The shortest text that reads back to the same float32; NaN is an empty field. */
  float32(x: number): void {
    if (Number.isNaN(x)) return;
    const size = Math.abs(x);
    if (size === 0 || size >= 1e9 || !shortestFloat32(size, this.#decimal)) {
      this.text(float32ToString(x));
      return;
    }
    if (x < 0) this.byte(0x2d);
    const { digits, exponent } = this.#decimal;
    const count = this.#split(digits);
    const point = count + exponent;
    // String() writes numbers below 1e-6 with an exponent.
    if (point > -6) this.#fixed(count, point);
    else {
      this.#fixed(count, 1);
      this.text(`e${point - 1}`);
    }
  }

  /** The shortest text that reads back to the same float64; NaN is an empty field. */
  float64(x: number): void {
    if (Number.isNaN(x)) return;
    if ((x | 0) !== x || Object.is(x, -0) || x === -0x80000000) {
      this.text(Object.is(x, -0) ? '-0' : String(x));
      return;
    }
    if (x < 0) this.byte(0x2d);
    const count = this.#split(Math.abs(x));
    this.#fixed(count, count);
  }

  /** Splits a whole number below 2³¹ into its digits. */
  #split(value: number): number {
    const out = this.#digits;
    let at = out.length;
    let rest = value | 0;
    do {
      const shorter = (rest / 10) | 0;
      out[--at] = ZERO + rest - 10 * shorter;
      rest = shorter;
    } while (rest > 0);
    out.copyWithin(0, at);
    return out.length - at;
  }

  /** Writes the first `count` digits with the decimal point before digit `point`. */
  #fixed(count: number, point: number): void {
    this.#room(32);
    const out = this.#bytes;
    const digits = this.#digits;
    let at = this.#length;
    if (point <= 0) {
      out[at++] = ZERO;
      out[at++] = POINT;
      for (let i = point; i < 0; i++) out[at++] = ZERO;
    }
    for (let i = 0; i < count; i++) {
      if (i === point && i > 0) out[at++] = POINT;
      out[at++] = digits[i];
    }
    for (let i = count; i < point; i++) out[at++] = ZERO;
    this.#length = at;
  }
}

import type { RawLines } from '../report/result.ts';

const LF = 0x0a;
const CR = 0x0d;

/** Collects rows as they stand in the file, to be passed on. */
export class RawCollector {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;
  #starts = new Int32Array(1024);
  #ends = new Int32Array(1024);
  #rows = 0;

  #roomFor(rows: number, bytes: number): void {
    if (this.#length + bytes > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length + bytes, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    if (this.#rows + rows > this.#starts.length) {
      const size = Math.max(this.#rows + rows, 2 * this.#starts.length);
      const [starts, ends] = [new Int32Array(size), new Int32Array(size)];
      starts.set(this.#starts);
      ends.set(this.#ends);
      this.#starts = starts;
      this.#ends = ends;
    }
  }

  /** One row: bytes [from, to) without their line end. */
  row(bytes: Uint8Array, from: number, to: number): void {
    this.#roomFor(1, to - from);
    this.#bytes.set(bytes.subarray(from, to), this.#length);
    this.#starts[this.#rows] = this.#length;
    this.#length += to - from;
    this.#ends[this.#rows++] = this.#length;
  }

  /** Rows that follow each other: row i is bytes [starts[i], starts[i + 1]) with its line end. */
  block(bytes: Uint8Array, starts: Int32Array, rows: number): void {
    if (rows === 0) return;
    const from = starts[0];
    const to = starts[rows];
    this.#roomFor(rows, to - from);
    this.#bytes.set(bytes.subarray(from, to), this.#length);
    const shift = this.#length - from;
    for (let i = 0; i < rows; i++) {
      let end = starts[i + 1];
      if (bytes[end - 1] === LF) end--;
      if (bytes[end - 1] === CR) end--;
      this.#starts[this.#rows] = starts[i] + shift;
      this.#ends[this.#rows++] = end + shift;
    }
    this.#length += to - from;
  }

  /** Takes the last row away again. */
  dropLast(): void {
    this.#length = this.#starts[--this.#rows];
  }

  /** The rows since `clear`; valid until then. */
  lines(): RawLines {
    return { rows: this.#rows, bytes: this.#bytes, starts: this.#starts, ends: this.#ends };
  }

  clear(): void {
    this.#rows = 0;
    this.#length = 0;
  }
}

const QUOTE = 0x22;
const LF = 0x0a;
const SPACE = 0x20;

/**
 * Finds where records end: line feeds outside quotes. What was looked at of a record that is not complete is not
 * looked at again when more of it arrives.
 */
export class RecordEnds {
  readonly #delimiter: number;
  /** Where the next quote is in the bytes at hand; behind their end when there is none. */
  #nextQuote = -1;
  /** Bytes of the record that were looked at without finding its end. */
  #seen = 0;
  /** There is a quote among them. */
  #quotes = false;
  #fresh = true;
  /** A quote is not closed; when the last record was found it never will be. */
  open = false;

  constructor(delimiter: number) {
    this.#delimiter = delimiter;
  }

  /** A record with quotes is waiting for its end. */
  get quoted(): boolean {
    return this.#seen > 0 && this.#quotes;
  }

  /** The record that was waiting was read in another way. */
  forget(): void {
    this.#seen = 0;
  }

  /** Other bytes are at hand; the record that waits is the first of them. */
  next(): void {
    this.#nextQuote = -1;
  }

  /** Position of the line feed that ends the record beginning at `at`; −1 when it has not arrived. */
  find(bytes: Uint8Array, at: number, last: boolean): number {
    const from = at + this.#seen;
    if (this.#seen === 0) {
      this.#quotes = false;
      this.open = false;
    }
    if (this.#quotes) return this.#quoted(bytes, at, from, last);
    const found = bytes.indexOf(LF, from);
    const end = found < 0 ? bytes.length : found;
    if (this.#nextQuote < from) {
      const quote = bytes.indexOf(QUOTE, from);
      this.#nextQuote = quote < 0 ? bytes.length : quote;
    }
    if (this.#nextQuote < end) {
      this.#quotes = true;
      this.#fresh = true;
      return this.#quoted(bytes, at, at, last);
    }
    if (found < 0 && !last) {
      this.#seen = bytes.length - at;
      return -1;
    }
    this.#seen = 0;
    return end;
  }

  #quoted(bytes: Uint8Array, at: number, from: number, last: boolean): number {
    const { length } = bytes;
    let i = from;
    for (; i < length; i++) {
      if (this.open) {
        i = bytes.indexOf(QUOTE, i);
        if (i < 0) {
          i = length;
          break;
        }
        // Whether it is the first of two is to be seen.
        if (i + 1 === length && !last) break;
        if (bytes[i + 1] === QUOTE) i++;
        else this.open = false;
        continue;
      }
      const byte = bytes[i];
      if (byte === LF) {
        this.#seen = 0;
        return i;
      }
      if (byte === QUOTE && this.#fresh) {
        this.open = true;
        this.#fresh = false;
      } else this.#fresh = byte === this.#delimiter || (this.#fresh && byte === SPACE);
    }
    this.#seen = last ? 0 : i - at;
    return last ? length : -1;
  }
}

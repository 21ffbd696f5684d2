const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const HASH = 0x23;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const POWERS = Float64Array.from({ length: 10 }, (_, i) => 10 ** i);
const EXACT = 2 ** 53;

/**
 * Reads rows of plain decimals, such as `-12.345678,7`, straight from bytes: no field is looked at twice and no text is
 * made. Digits before and after the point are gathered as two integers; their sum over a power of ten is exact up to 2⁵³,
 * so that one division rounds correctly (Clinger 1990). It stops before the first row that holds anything else: quotes,
 * spaces, exponents, more than nine digits on a side, a missing value, another number of fields.
 */
export class NumericRows {
  readonly width: number;
  readonly #delimiter: number;
  readonly #skipped: Uint8Array;
  /** Row-major values of the rows read by the last call. */
  values = new Float64Array(0);
  /** Rows read by the last call, and where the next one begins. */
  rows = 0;
  next = 0;
  /** Where each of these rows begins; its line end is the byte before the next row. */
  starts = new Int32Array(0);

  /** @param skipped columns whose fields may be anything but quoted; their values are 0 */
  constructor(skipped: readonly boolean[], delimiter: string) {
    this.width = skipped.length;
    this.#skipped = Uint8Array.from(skipped, Number);
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** Reads whole lines of [at, end); `end` is just behind a line end. */
  scan(bytes: Uint8Array, at: number, end: number): void {
    const { width } = this;
    const delimiter = this.#delimiter;
    const skipped = this.#skipped;
    const most = Math.ceil((end - at) / (2 * width));
    if (this.values.length < most * width) this.values = new Float64Array(most * width);
    if (this.starts.length < most + 1) this.starts = new Int32Array(most + 1);
    const { values, starts } = this;
    const last = width - 1;
    let p = at;
    let rows = 0;
    let out = 0;
    row: while (p < end) {
      starts[rows] = p;
      // A comment or an empty line; a zero byte in a field that is not looked at passes through.
      if (bytes[p] === HASH || bytes[p] === LF || bytes[p] === CR) break;
      let q = p;
      for (let column = 0; column < width; column++) {
        let byte = bytes[q];
        if (skipped[column] === 1) {
          if (byte === QUOTE) break row;
          while (byte !== delimiter && byte !== LF) byte = bytes[++q];
          if (column < last !== (byte === delimiter)) break row;
          values[out++] = 0;
          q++;
          continue;
        }
        const negative = byte === MINUS;
        if (negative) byte = bytes[++q];
        let whole = 0;
        const first = q;
        while (byte >= ZERO && byte <= 0x39) {
          whole = (whole * 10 + (byte - ZERO)) | 0;
          byte = bytes[++q];
        }
        if (q === first || q - first > 9) break row;
        let value = whole;
        if (byte === POINT) {
          const point = ++q;
          let fraction = 0;
          byte = bytes[q];
          while (byte >= ZERO && byte <= 0x39) {
            fraction = (fraction * 10 + (byte - ZERO)) | 0;
            byte = bytes[++q];
          }
          const digits = q - point;
          if (digits > 9) break row;
          const digitsTogether = whole * POWERS[digits] + fraction;
          if (digitsTogether > EXACT) break row;
          value = digitsTogether / POWERS[digits];
        }
        values[out++] = negative ? -value : value;
        if (column < last) {
          if (byte !== delimiter) break row;
        } else {
          if (byte === CR) byte = bytes[++q];
          if (byte !== LF) break row;
        }
        q++;
      }
      p = q;
      rows++;
    }
    starts[rows] = p;
    this.rows = rows;
    this.next = p;
  }
}

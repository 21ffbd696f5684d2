/** Groups that a writer may add to its last run, so that all are as long. */
const PADDED = 4096;

/**
 * Looks whether runs of integers (levels, places in a dictionary, truth values) are as long as they can be, before they
 * are unpacked. A run is a number and what follows it: twice how often a value comes, or one more than twice how many
 * groups of eight values come.
 *
 * Source: Apache Parquet, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
 *
 * @param width bits of a value
 * @param count how many values there are
 * @throws Error when a run is longer than that, or has no group
 */
export function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  if (width > 32) throw new Error(`it has integers of ${width} bits`);
  let seen = 0;
  for (let at = 0; seen < count && at < bytes.length;) {
    let head = 0;
    for (let scale = 1, byte = 0x80; byte >= 0x80 && at < bytes.length; scale *= 128) {
      byte = bytes[at++];
      head += (byte & 0x7f) * scale;
    }
    const length = Math.floor(head / 2);
    const isPacked = head % 2 === 1;
    if (length > (isPacked ? count + PADDED : count))
      throw new Error(`a run is longer than its page of ${count} values`);
    // hyparquet takes a byte of what follows it.
    if (isPacked && length === 0) throw new Error('a run has no values');
    seen += isPacked ? 8 * length : length;
    at += isPacked ? length * width : Math.ceil(width / 8);
  }
}

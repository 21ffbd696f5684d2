const MAGIC = 0xfd2fb528;
/** Bytes that a sequence copies at least, and sequences that a byte holds at most. */
const LEAST_MATCH = 3;
const SEQUENCES_PER_BYTE = 64;

/** Little-endian, of up to four bytes; zeros behind the end. */
function integer(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value += (bytes[at + i] ?? 0) * 256 ** i;
  return value;
}

/** Bytes of the literals that a compressed block begins with, their header included. */
function literalsLength(block: Uint8Array): number {
  const [type, format] = [block[0] & 3, (block[0] >> 2) & 3];
  if (type < 2) {
    const head = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = integer(block, 0, head) >> (head === 1 ? 3 : 4);
    return head + (type === 0 ? size : 1);
  }
  const bits = [10, 10, 14, 18][format];
  const head = [3, 3, 4, 5][format];
  const both = Math.floor((integer(block, 0, 4) + (head === 5 ? block[4] * 2 ** 32 : 0)) / 16);
  return head + (Math.floor(both / 2 ** bits) % 2 ** bits);
}

/** How many copies a compressed block says that it makes. */
function sequencesOf(block: Uint8Array): number {
  const at = literalsLength(block);
  const head = block[at] ?? 0;
  if (head < 128) return head;
  return head < 255 ? (head - 128) * 256 + (block[at + 1] ?? 0) : integer(block, at + 1, 2) + 0x7f00;
}

/**
 * Looks whether the blocks of Zstandard say no more copies than can be before they are unpacked: what unpacks them
 * goes by what they say, for as long as it takes.
 *
 * Source: RFC 8878, sections 3.1.1.1 to 3.1.1.3.2.
 *
 * @param size bytes when unpacked
 * @throws Error when they cannot be so many
 */
export function checkZstd(bytes: Uint8Array, size: number): void {
  if (integer(bytes, 0, 4) !== MAGIC) return;
  const flags = bytes[4] ?? 0;
  const isSingle = (flags & 32) > 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6];
  let at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][flags & 3] + sizeBytes;
  for (let isLast = false; !isLast && at < bytes.length;) {
    const head = integer(bytes, at, 3);
    const [type, length] = [(head >> 1) & 3, head >> 3];
    isLast = (head & 1) > 0;
    at += 3;
    const block = bytes.subarray(at, at + length);
    const sequences = type === 2 && block.length > 0 ? sequencesOf(block) : 0;
    if (LEAST_MATCH * sequences > size || sequences > SEQUENCES_PER_BYTE * block.length)
      throw new Error(`a block of ${block.length} bytes says that it has ${sequences} copies`);
    at += type === 1 ? 1 : length;
  }
}

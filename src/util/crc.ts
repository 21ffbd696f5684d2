/** The remainders of all bytes for a polynomial with its bits reversed. */
function tableOf(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value >>> 0;
  });
}

/** Of ISO 3309, as zip, gzip and PNG have it, and Castagnoli's. */
const iso = tableOf(0xedb88320);
const castagnoli = tableOf(0x82f63b78);

function checksum(table: Uint32Array, bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * CRC-32 of ISO 3309, 0 … 2³²−1.
 *
 * @param before that of the bytes in front of these
 */
export const crc32 = (bytes: Uint8Array, before = 0): number => checksum(iso, bytes, before);

/** Remainders of a byte that 0 to 7 bytes follow, one table after the other. */
let sliced: Uint32Array | undefined;

function slices(): Uint32Array {
  if (sliced) return sliced;
  sliced = new Uint32Array(8 * 256);
  sliced.set(castagnoli);
  for (let at = 256; at < sliced.length; at++)
    sliced[at] = castagnoli[sliced[at - 256] & 0xff] ^ (sliced[at - 256] >>> 8);
  return sliced;
}

/**
 * CRC-32C of RFC 3720, 0 … 2³²−1; of long texts eight bytes at a time (Kounavis and Berry 2005, slicing-by-8).
 *
 * @param before that of the bytes in front of these
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  const whole = bytes.length < 1024 ? 0 : bytes.length - (bytes.length % 8);
  let crc = ~before;
  if (whole > 0) {
    const t = slices();
    for (let i = 0; i < whole; i += 8) {
      crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
      crc =
        t[1792 + (crc & 0xff)] ^
        t[1536 + ((crc >>> 8) & 0xff)] ^
        t[1280 + ((crc >>> 16) & 0xff)] ^
        t[1024 + (crc >>> 24)] ^
        t[768 + bytes[i + 4]] ^
        t[512 + bytes[i + 5]] ^
        t[256 + bytes[i + 6]] ^
        t[bytes[i + 7]];
    }
  }
  return checksum(castagnoli, bytes.subarray(whole), ~crc);
}

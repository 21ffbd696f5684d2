import { lazy } from './lazy.ts';

/** The remainders of all bytes for a polynomial with its bits reversed. */
function tableOf(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value >>> 0;
  });
}

/** Of ISO 3309, as zip, gzip and PNG have it, and Castagnoli's. */
const iso = lazy(() => tableOf(0xedb88320));
const castagnoli = lazy(() => tableOf(0x82f63b78));

function checksum(table: Uint32Array, bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * CRC-32 of ISO 3309, 0 … 2³²−1.
 *
 * @param before that of the bytes in front of these
 */
export const crc32 = (bytes: Uint8Array, before = 0): number => checksum(iso(), bytes, before);

/** Remainders of a byte that 0 to 7 bytes follow, one table after the other. */
const slices = lazy(() => {
  const table = castagnoli();
  const sliced = new Uint32Array(8 * 256);
  sliced.set(table);
  for (let at = 256; at < sliced.length; at++)
    sliced[at] = table[sliced[at - 256] & 0xff] ^ (sliced[at - 256] >>> 8);
  return sliced;
});

/** Bytes from which on the tables for eight at a time are worth making. */
const LONG = 8192;

/**
 * CRC-32C of RFC 3720, 0 … 2³²−1; of long texts eight bytes at a time (Kounavis and Berry 2005, slicing-by-8).
 *
 * @param before that of the bytes in front of these
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  const whole = bytes.length < LONG ? 0 : bytes.length - (bytes.length % 8);
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
  return checksum(castagnoli(), bytes.subarray(whole), ~crc);
}

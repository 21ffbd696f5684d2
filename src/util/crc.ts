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

/** CRC-32C of RFC 3720, 0 … 2³²−1. */
export const crc32c = (bytes: Uint8Array): number => checksum(castagnoli, bytes, 0);

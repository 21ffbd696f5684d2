import { inputError } from '../errors.ts';
import { crc32c } from '../util/crc.ts';
import { encodeSafetensors } from './safetensors.ts';
import type { SafetensorsFile } from './safetensors.ts';

// The checksum of a safetensors file stands in its metadata: `crc32c:` and eight hexadecimal digits, the CRC-32C
// (RFC 3720) of the bytes of the whole file with zeros for these digits.

const KEY = 'checksum';
const PREFIX = 'crc32c:';
const DIGITS = 8;
const WRITTEN = /^crc32c:[0-9a-f]{8}$/;

const prefix = new TextEncoder().encode(PREFIX);
const zeros = new TextEncoder().encode('0'.repeat(DIGITS));

/** How a model or a checkpoint is read. */
export interface Reading {
  /** False: its checksum is not looked at; true unless given. */
  readonly verify?: boolean | undefined;
}

/** Where the digits stand: the first of their kind in the header; −1: nowhere. */
function placeOfDigits(bytes: Uint8Array): number {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const end = Math.min(bytes.length, 8 + length) - prefix.length - DIGITS;
  for (let at = bytes.indexOf(prefix[0], 8); at >= 0 && at <= end; at = bytes.indexOf(prefix[0], at + 1))
    if (prefix.every((byte, i) => bytes[at + i] === byte)) return at + prefix.length;
  return -1;
}

/** The digits of a file whose digits stand at `place`. */
function digitsOf(bytes: Uint8Array, place: number): string {
  const head = crc32c(zeros, crc32c(bytes.subarray(0, place)));
  return crc32c(bytes.subarray(place + DIGITS), head)
    .toString(16)
    .padStart(DIGITS, '0');
}

/** The bytes of a safetensors file with its checksum, the first entry of its metadata. */
export function encodeChecked({ tensors, metadata }: SafetensorsFile): Uint8Array {
  const bytes = encodeSafetensors({
    tensors,
    metadata: { [KEY]: PREFIX + '0'.repeat(DIGITS), ...metadata },
  });
  const place = placeOfDigits(bytes);
  bytes.set(new TextEncoder().encode(digitsOf(bytes, place)), place);
  return bytes;
}

/**
 * Checks the checksum of a file of this program. One without is taken as it is: other programs write none, nor did
 * 0.1.0.
 *
 * @throws NnError('input') where it is of other bytes
 */
export function checkSum(
  bytes: Uint8Array,
  metadata: Readonly<Record<string, string>>,
  source: string,
  { verify = true }: Reading = {},
): void {
  if (!verify) return;
  const own = Object.hasOwn(metadata, KEY) ? metadata[KEY] : undefined;
  // A bit may have flipped in the name of the entry too.
  const given = own ?? Object.values(metadata).find((text) => WRITTEN.test(text));
  if (given === undefined) return;
  const place = placeOfDigits(bytes);
  if (own !== undefined && place >= 0 && own === PREFIX + digitsOf(bytes, place)) return;
  throw inputError('the checksum of this file does not match its bytes', {
    where: { source },
    hint: 'it is damaged, or another program changed it; copy it again, or read it as it is with --no-verify',
  });
}

import type { ByteSource } from './define.ts';
import { decodeText } from './text.ts';

/**
 * The text of a JSON file. UTF-16 shows in its first sign, which is ASCII (RFC 4627, section 3), or in a byte
 * order mark; what is not UTF-8 is Windows-1252, which is said.
 */
export function jsonText(bytes: Uint8Array, source: ByteSource): string {
  const [first = 0, second = 0] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && bytes.length > 1))
    return new TextDecoder('utf-16le').decode(bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0))
    return new TextDecoder('utf-16be').decode(bytes);
  try {
    return decodeText(bytes, source.name);
  } catch {
    source.note?.(`${source.name}: read as Windows-1252 (Latin-1), as it is not UTF-8`);
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

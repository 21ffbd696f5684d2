import { inputError } from '../errors.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * All of the text of bytes in an encoding, by its name for TextDecoder. As a stream: decoding at once, Node.js 20.20
 * takes Windows-1252 for Latin-1, whose euro sign is a control character.
 */
export function decodeEncoded(bytes: Uint8Array, encoding: string): string {
  const stream = new TextDecoder(encoding);
  return stream.decode(bytes, { stream: true }) + stream.decode();
}

/** What helps where the command takes --encoding, and where it does not. */
export const sayEncodingHint = 'say how it is encoded, for example with --encoding windows-1252';
const convertHint = 'convert the file, for example with iconv -f latin1 -t utf-8';

/**
 * The whole of a file as text, without a byte order mark.
 *
 * @throws NnError('input') with the line that is not UTF-8
 */
export function decodeText(bytes: Uint8Array, source: string, hint = convertHint): string {
  try {
    return decoder.decode(bytes);
  } catch {
    for (let from = 0, line = 1; ; line++) {
      const end = bytes.indexOf(10, from);
      fieldText(bytes, from, end < 0 ? bytes.length : end, source, line, hint);
      if (end < 0) throw inputError('found bytes that are not UTF-8, expected text', { where: { source } });
      from = end + 1;
    }
  }
}

/**
 * The text of bytes [from, to).
 *
 * @throws NnError('input') when they are not UTF-8
 */
export function fieldText(
  bytes: Uint8Array,
  from: number,
  to: number,
  source: string,
  line: number,
  hint = sayEncodingHint,
): string {
  try {
    return decoder.decode(bytes.subarray(from, to));
  } catch {
    throw inputError('found bytes that are not UTF-8, expected text', {
      where: { source, line },
      hint,
    });
  }
}

import { inputError } from '../errors.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text of bytes [from, to). Throws an input error when they are not UTF-8. */
export function fieldText(bytes: Uint8Array, from: number, to: number, source: string, line: number): string {
  try {
    return decoder.decode(bytes.subarray(from, to));
  } catch {
    throw inputError('found bytes that are not UTF-8, expected text', {
      where: { source, line },
      hint: 'convert the file, for example with iconv -f latin1 -t utf-8',
    });
  }
}

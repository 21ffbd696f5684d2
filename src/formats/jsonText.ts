import { detectEncoding } from './csv/encoding.ts';
import type { ByteSource, ReadOptions } from './define.ts';
import { decodeEncoded, decodeText, sayEncodingHint } from './text.ts';
import { sayEncoding } from './utf8Chunks.ts';

/** UTF-16 without a mark shows in the first sign of JSON, which is ASCII (RFC 4627, section 3). */
function wideEncoding([first = 0, second = 0]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : undefined;
}

/**
 * The text of a JSON file in any encoding; one that is not Unicode is said.
 *
 * @throws NnError('input') with the line that is not UTF-8
 */
export function jsonText(bytes: Uint8Array, source: ByteSource, options: ReadOptions): string {
  const wide = options.encoding === undefined && bytes.length > 1 ? wideEncoding(bytes) : undefined;
  const encoding = wide ?? detectEncoding(bytes, options) ?? 'utf-8';
  if (encoding === 'utf-8') return decodeText(bytes, source.name, sayEncodingHint);
  sayEncoding(source, encoding, options);
  return decodeEncoded(bytes, encoding);
}

/** The signs of base64 (RFC 4648). */
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = '='.charCodeAt(0);
const codes = new TextEncoder().encode(SIGNS);
const valueOf = new Map(Array.from(SIGNS, (sign, value) => [sign, value]));

/** Bytes as text: base64. */
export function toBase64(bytes: Uint8Array): string {
  const signs = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(PAD);
  for (let i = 0, at = 0; i < bytes.length; i += 3, at += 4) {
    const left = bytes.length - i;
    const bits = (bytes[i] << 16) | ((left > 1 ? bytes[i + 1] : 0) << 8) | (left > 2 ? bytes[i + 2] : 0);
    for (let s = 0; s < Math.min(4, left + 1); s++) signs[at + s] = codes[(bits >> (18 - 6 * s)) & 63];
  }
  return new TextDecoder().decode(signs);
}

/** The bytes of a text in base64; undefined when it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let bits = 0;
    for (let s = 0; s < 4; s++) {
      const value = i + s >= text.length - padding ? 0 : valueOf.get(text[i + s]);
      if (value === undefined) return undefined;
      bits = (bits << 6) | value;
    }
    for (let b = 0; b < 3 && at < bytes.length; b++) bytes[at++] = (bits >> (16 - 8 * b)) & 255;
  }
  return bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** `00ff`. */
export const hexText = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The text that bytes hold; `\x00ff` where they are none. */
export function bytesText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return `\\x${hexText(bytes)}`;
  }
}

/** `123e4567-e89b-12d3-a456-426614174000`. */
export function uuidText(bytes: Uint8Array): string {
  const hex = hexText(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

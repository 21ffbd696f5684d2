/** Bytes as a text of as many letters: what files begin with, to be compared and searched. */
export function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

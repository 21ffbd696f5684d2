import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../src/util/base64.ts';

describe('base64', () => {
  it('is what Node.js writes and reads', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + length * 31) % 256);
      const text = Buffer.from(bytes).toString('base64');
      expect(toBase64(bytes)).toBe(text);
      expect(fromBase64(text)).toEqual(bytes);
    }
  });

  it('refuses what is none', () => {
    for (const text of ['a', 'abc', 'ab*=', 'a===']) expect(fromBase64(text)).toBeUndefined();
  });
});

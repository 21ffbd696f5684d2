import { readFileSync } from 'node:fs';

/** A JSON file in fixtures/goldens; its shape is stated by the caller. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/goldens/${name}`, import.meta.url), 'utf8')) as T;
}

/** A source of bytes in memory, cut into pieces of `piece` bytes. */
export function sourceOf(data: string | Uint8Array, name = 'data.csv', piece = Infinity) {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return {
    name,
    baseName: name,
    async *chunks() {
      const step = Math.min(piece, Math.max(1, bytes.length));
      for (let at = 0; at < bytes.length; at += step) yield bytes.slice(at, at + step);
    },
    bytes: async () => bytes,
  };
}

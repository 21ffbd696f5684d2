import { partNames } from '../data/rowPrints.ts';
import type { KeptRows } from '../data/rowPrints.ts';
import { fromBase64, toBase64 } from '../util/base64.ts';
import { isRecord } from '../util/guards.ts';

/** Fingerprints as base64 of four bytes each, the lowest first. */
function printsText(prints: Uint32Array): string {
  const view = new DataView(new ArrayBuffer(prints.length * 4));
  prints.forEach((print, i) => view.setUint32(i * 4, print, true));
  return toBase64(new Uint8Array(view.buffer));
}

function parsePrints(text: unknown): Uint32Array<ArrayBuffer> | undefined {
  const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
  if (!bytes || bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(i * 4, true));
}

/** What a model keeps of its rows, as JSON. */
export function keptRowsText({ counts, prints, sha256 }: KeptRows): string {
  return JSON.stringify({
    counts,
    ...(prints && {
      prints: Object.fromEntries(partNames.map((name) => [name, printsText(prints[name])])),
    }),
    ...(sha256 !== undefined && { sha256 }),
  });
}

/** Reads what a model file says about its rows; undefined when it cannot be understood. */
export function parseKeptRows(text: string): KeptRows | undefined {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || !isRecord(value.counts)) return undefined;
  const counts = { train: 0, validation: 0, test: 0 };
  for (const name of partNames) {
    const rows = value.counts[name];
    if (typeof rows !== 'number' || !Number.isInteger(rows)) return undefined;
    counts[name] = rows;
  }
  const { sha256 } = value;
  const digest = typeof sha256 === 'string' ? { sha256 } : {};
  if (value.prints === undefined) return { counts, ...digest };
  if (!isRecord(value.prints)) return undefined;
  const prints = { train: new Uint32Array(0), validation: new Uint32Array(0), test: new Uint32Array(0) };
  for (const name of partNames) {
    const found = parsePrints(value.prints[name]);
    if (found?.length !== counts[name]) return undefined;
    prints[name] = found;
  }
  return { counts, prints, ...digest };
}

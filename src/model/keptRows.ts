import { partNames } from '../data/rowPrints.ts';
import type { KeptRows } from '../data/rowPrints.ts';
import { fromBase64, toBase64 } from '../util/base64.ts';
import { counted } from '../util/plural.ts';
import { readStored, unfitStored } from '../util/stored.ts';
import type { StoredPlace } from '../util/stored.ts';
import { keptRowsSchema } from './storedParts.ts';

/** Fingerprints as base64 of four bytes each, the lowest first. */
function printsText(prints: Uint32Array): string {
  const view = new DataView(new ArrayBuffer(prints.length * 4));
  prints.forEach((print, i) => view.setUint32(i * 4, print, true));
  return toBase64(new Uint8Array(view.buffer));
}

function parsePrints(text: string): Uint32Array<ArrayBuffer> | undefined {
  const bytes = fromBase64(text);
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

/**
 * Reads what a model file says about its rows.
 *
 * @throws NnError('input')
 */
export function parseKeptRows(text: string, place: StoredPlace): KeptRows {
  const { counts, prints: stored, ...more } = readStored(keptRowsSchema, text, place);
  if (!stored) return { counts, ...more };
  const prints = { train: new Uint32Array(0), validation: new Uint32Array(0), test: new Uint32Array(0) };
  for (const name of partNames) {
    const found = parsePrints(stored[name]);
    if (found?.length !== counts[name])
      throw unfitStored(place, `prints.${name}: expected base64 of ${counted(counts[name], 'number')}`);
    prints[name] = found;
  }
  return { counts, prints, ...more };
}

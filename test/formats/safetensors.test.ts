import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSafetensors, readHeader, viewOfEntry } from '../../src/formats/safetensors.ts';
import { tensorOf } from '../../src/tensor/view.ts';
import { golden } from '../support/fixtures.ts';

const { narrow } = golden<{ narrow: Record<string, string[]> }>('arrays.json');
const bytes = new Uint8Array(
  readFileSync(new URL('../../fixtures/arrays/narrow.safetensors', import.meta.url)),
);
const file = {
  size: bytes.length,
  read: (position: number, into: Uint8Array) => into.set(bytes.subarray(position, position + into.length)),
};
const values = (texts: readonly string[]) => texts.map((text) => Number(text.replace(/inf$/, 'Infinity')));

describe('narrow floats are read exactly', () => {
  const { tensors, unread } = parseSafetensors(bytes, 'narrow');
  const { entries } = readHeader(file, 'narrow');

  it.each(Object.entries(narrow))('%s', (name, texts) => {
    const whole = tensors.get(name);
    expect(whole?.dtype).toBe('float32');
    expect([...(whole?.data ?? [])]).toEqual(values(texts));
    const entry = entries.find((one) => one.name === name);
    expect(entry && [...tensorOf(viewOfEntry(file, entry)).data]).toEqual(values(texts));
  });

  it('and what is not read is named', () => expect(unread).toEqual(['other (elements of type C64)']));
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  encodeSafetensors,
  parseSafetensors,
  readHeader,
  viewOfEntry,
} from '../../src/formats/safetensors.ts';
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

/** A file of one F32 tensor with eight bytes of data, whose header is given as text. */
function fileOf(header: string): Uint8Array {
  const text = new TextEncoder().encode(header);
  const whole = new Uint8Array(8 + text.length + 8);
  new DataView(whole.buffer).setBigUint64(0, BigInt(text.length), true);
  whole.set(text, 8);
  return whole;
}

it.each(['__proto__', 'constructor', 'toString'])('keeps a tensor called %s', (name) => {
  const tensors = new Map([[name, { shape: [2], dtype: 'float32', data: Float32Array.of(1, 2) } as const]]);
  const written = encodeSafetensors({ tensors, metadata: {} });
  expect([...parseSafetensors(written, 'a').tensors.keys()]).toEqual([name]);
});

it.each([
  [
    'tensors',
    '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}',
  ],
  [
    'metadata',
    '{"__metadata__":{"a":"1","\\u0061":"2"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}',
  ],
  ['fields', '{"a":{"dtype":"F32","dtype":"I32","shape":[2],"data_offsets":[0,8]}}'],
])('refuses two equal names of %s', (_, header) => {
  expect(() => parseSafetensors(fileOf(header), 'a')).toThrow(/found the name "\w+" twice/);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  eventFileHead,
  eventFileName,
  histogramEvent,
  histogramOf,
  record,
  scalarEvent,
} from '../../src/formats/tfevents.ts';
import { crc32c } from '../../src/util/crc.ts';
import { golden } from '../support/fixtures.ts';

describe('crc32c', () => {
  // RFC 3720, B.4; the last one is the usual check value.
  it.each([
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(0xff), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    [Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    [new TextEncoder().encode('123456789'), 0xe3069283],
    [new Uint8Array(0), 0],
  ])('vector %#', (bytes, wanted) => expect(crc32c(bytes)).toBe(wanted));
});

describe('the bytes TensorBoard writes', () => {
  const wanted = golden<Record<'head' | 'scalars' | 'histogram', string>>('tfevents.json');
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  it('head', () => expect(base64(eventFileHead(1700000000.25))).toBe(wanted.head));
  it('scalars', () =>
    expect(
      base64(scalarEvent({ wallTime: 1700000001.5, step: 300 }, { 'loss/train': 0.5, größe: -1.25e-3 })),
    ).toBe(wanted.scalars));
  it('histogram', () => {
    const histogram = {
      ...{ min: -1, max: 2, count: 3, sum: 1.5, sumOfSquares: 5.25 },
      ...{ limits: [0, 1, 2], counts: [1, 1, 1] },
    };
    const moment = { wallTime: 1700000002.5, step: 2 ** 40 + 1 };
    expect(base64(histogramEvent(moment, { 'dense1.weight': histogram }))).toBe(wanted.histogram);
  });
});

it('has a name that TensorBoard looks for', () => {
  expect(eventFileName(1700000000.25)).toBe('events.out.tfevents.1700000000.nn');
});

it('frames data with its length and both checksums', () => {
  const framed = record(Uint8Array.of(1, 2, 3));
  expect(framed.length).toBe(8 + 4 + 3 + 4);
  expect([...framed.subarray(0, 8)]).toEqual([3, 0, 0, 0, 0, 0, 0, 0]);
  expect([...framed.subarray(12, 15)]).toEqual([1, 2, 3]);
});

describe('histogramOf', () => {
  it('counts every finite value in its bucket', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noDefaultInfinity: true }), { maxLength: 200 }), (values) => {
        const finite = values.filter(Number.isFinite);
        const { limits, counts, min, max, count } = histogramOf(values);
        expect(count).toBe(finite.length);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(finite.length);
        if (finite.length === 0) return;
        expect([min, max, limits.at(-1)]).toEqual([Math.min(...finite), Math.max(...finite), max]);
        limits.forEach((limit, i) => {
          const low = i === 0 ? -Infinity : limits[i - 1];
          expect(finite.filter((value) => value > low && value <= limit).length).toBe(counts[i]);
        });
      }),
    );
  });
  it('puts equal values into one bucket', () => {
    expect(histogramOf([2, 2, Infinity])).toMatchObject({ limits: [2], counts: [2], count: 2 });
    expect(histogramOf([NaN]).limits).toEqual([]);
  });
});

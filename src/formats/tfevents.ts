import { crc32c } from '../util/crc.ts';
import { bytes, double, float, int64, join, packedDoubles, string } from './protobuf.ts';
import type { Field } from './protobuf.ts';

/** When something was measured. */
export interface Moment {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** A whole number from 0: epoch or update. */
  readonly step: number;
}

function littleEndian(length: 4 | 8, value: number): Uint8Array {
  const out = new DataView(new ArrayBuffer(length));
  if (length === 4) out.setUint32(0, value, true);
  else out.setBigUint64(0, BigInt(value), true);
  return new Uint8Array(out.buffer);
}

/**
 * A checksum stored beside what it is the checksum of is turned, so that sums of sums do not vanish
 * (tensorflow/core/lib/hash/crc32c.h).
 */
function masked(data: Uint8Array): Uint8Array {
  const crc = crc32c(data);
  return littleEndian(4, (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
}

/**
 * One record of a TFRecord file: length, its checksum, the data, its checksum
 * (tensorflow/core/lib/io/record_writer.h).
 */
export function record(data: Uint8Array): Uint8Array {
  const length = littleEndian(8, data.length);
  return join([length, masked(length), data, masked(data)]);
}

// Field numbers of tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto.
const event = ({ wallTime, step }: Moment, content: Field): Uint8Array =>
  record(join([double(1, wallTime), int64(2, step), content]));
const summary = (values: readonly Uint8Array[]): Field =>
  bytes(5, join(values.map((value) => bytes(1, value))));

/** The record every event file begins with. */
export const eventFileHead = (wallTime: number): Uint8Array =>
  record(join([double(1, wallTime), string(3, 'brain.Event:2')]));

/** A name under which TensorBoard finds the file; one folder holds one run. */
export const eventFileName = (wallTime: number): string => `events.out.tfevents.${Math.floor(wallTime)}.nn`;

/** Numbers by tag, such as `loss/train`; tags with the same word before the slash share a heading. */
export const scalarEvent = (moment: Moment, scalars: Readonly<Record<string, number>>): Uint8Array =>
  event(
    moment,
    summary(Object.entries(scalars).map(([tag, value]) => join([string(1, tag), float(2, value)]))),
  );

/** How values are distributed: `counts[i]` of them are above `limits[i − 1]` and at most `limits[i]`. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

/**
 * Finite values in buckets of equal width from the least to the greatest; those that are not finite are left
 * out.
 */
export function histogramOf(values: ArrayLike<number>, buckets = 30): Histogram {
  let min = Infinity;
  let max = -Infinity;
  let count = 0;
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    sumOfSquares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (count === 0) return { min: 0, max: 0, count, sum, sumOfSquares, limits: [], counts: [] };
  const n = max > min ? buckets : 1;
  const width = (max - min) / n;
  const limits = Array.from({ length: n }, (_, i) => (i === n - 1 ? max : min + width * (i + 1)));
  const counts = limits.map(() => 0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    let at = width > 0 ? Math.min(n - 1, Math.max(0, Math.ceil((value - min) / width) - 1)) : 0;
    while (at > 0 && value <= limits[at - 1]) at--;
    while (at < n - 1 && value > limits[at]) at++;
    counts[at]++;
  }
  return { min, max, count, sum, sumOfSquares, limits, counts };
}

/** A histogram of each tag, such as `dense1.weight`. */
export const histogramEvent = (moment: Moment, histograms: Readonly<Record<string, Histogram>>): Uint8Array =>
  event(
    moment,
    summary(
      Object.entries(histograms).map(([tag, { min, max, count, sum, sumOfSquares, limits, counts }]) =>
        join([
          string(1, tag),
          bytes(
            5,
            join([
              double(1, min),
              double(2, max),
              double(3, count),
              double(4, sum),
              double(5, sumOfSquares),
              packedDoubles(6, limits),
              packedDoubles(7, counts),
            ]),
          ),
        ]),
      ),
    ),
  );

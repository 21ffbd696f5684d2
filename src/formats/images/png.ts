import { orientationOf } from './exif.ts';
import { latin1Text } from '../../util/latin1.ts';

/** What a PNG file says before it is decoded. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** How the camera was held, 1 to 8. */
  readonly orientation: number;
}

const SIGNATURE = 8;
/** Channels by colour type (PNG, 11.2.1). */
const CHANNELS: readonly number[] = [1, 0, 3, 1, 2, 0, 4];
/** Deflate makes no more bytes out of one. */
const MOST_INFLATED = 1032;

/**
 * Reads the header and looks whether the file is whole, before anything is decoded.
 *
 * @throws Error saying what is damaged
 */
export function pngHeader(bytes: Uint8Array): PngHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const typeAt = (at: number) => latin1Text(bytes.subarray(at + 4, at + 8));
  if (bytes.length < SIGNATURE + 25 || typeAt(SIGNATURE) !== 'IHDR') throw new Error('it has no header');
  const width = view.getUint32(SIGNATURE + 8);
  const height = view.getUint32(SIGNATURE + 12);
  const depth = bytes[SIGNATURE + 16];
  const channels = CHANNELS[bytes[SIGNATURE + 17]] ?? 0;
  let orientation = 1;
  let packed = 0;
  let ends = false;
  for (let at = SIGNATURE; at + 12 <= bytes.length && !ends;) {
    const length = view.getUint32(at);
    const type = typeAt(at);
    if (at + 12 + length > bytes.length) break;
    if (type === 'IDAT') packed += length;
    if (type === 'eXIf') orientation = orientationOf(bytes.subarray(at + 8, at + 8 + length));
    ends = type === 'IEND';
    at += 12 + length;
  }
  if (!ends) throw new Error('the file ends too early');
  if (height * Math.ceil((width * channels * depth) / 8) > MOST_INFLATED * packed)
    throw new Error(`it holds too few bytes for ${width}x${height} pixels`);
  return { width, height, orientation };
}

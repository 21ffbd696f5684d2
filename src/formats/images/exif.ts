import type { Picture } from './pixels.ts';

/** The tag of the orientation in a directory of TIFF. */
const ORIENTATION = 0x0112;

/**
 * How a camera was held, 1 to 8, from the block of TIFF that Exif is (CIPA DC-008, tag 274); 1 where it does
 * not say.
 */
export function orientationOf(tiff: Uint8Array): number {
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** The segments of a JPEG file before its pixels: marker and where its contents begin and end. */
export function* jpegSegments(
  bytes: Uint8Array,
): Generator<{ readonly marker: number; readonly from: number; readonly to: number }> {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1];
    // Bytes may be filled up before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda) return;
    const to = at + 2 + bytes[at + 2] * 256 + bytes[at + 3];
    yield { marker, from: at + 4, to };
    at = to;
  }
}

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];

/** The orientation that a JPEG file states. */
export function jpegOrientation(bytes: Uint8Array): number {
  for (const { marker, from, to } of jpegSegments(bytes))
    if (marker === 0xe1 && EXIF.every((byte, i) => bytes[from + i] === byte))
      return orientationOf(bytes.subarray(from + EXIF.length, to));
  return 1;
}

/** The picture as it was seen, as PIL.ImageOps.exif_transpose turns it. */
export function turned(picture: Picture, orientation: number): Picture {
  if (orientation < 2 || orientation > 8) return picture;
  const { height, width, channels, data } = picture;
  // 5 to 8 lie on their side.
  const isTurned = orientation > 4;
  const [rows, columns] = isTurned ? [width, height] : [height, width];
  const flipped = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8;
  const upside = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7;
  const out = data.slice();
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [row, column] = isTurned ? [x, y] : [y, x];
      const fromRow = upside ? height - 1 - row : row;
      const fromColumn = flipped ? width - 1 - column : column;
      const from = (fromRow * width + fromColumn) * channels;
      const to = (y * columns + x) * channels;
      for (let c = 0; c < channels; c++) out[to + c] = data[from + c];
    }
  }
  return { height: rows, width: columns, channels, data: out };
}

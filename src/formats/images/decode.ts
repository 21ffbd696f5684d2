import { inputError } from '../../errors.ts';
import type { Picture } from './pixels.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const startsWith = (head: Uint8Array, bytes: readonly number[]) => bytes.every((byte, i) => head[i] === byte);

export const isPng = (head: Uint8Array): boolean => startsWith(head, PNG);
export const isJpeg = (head: Uint8Array): boolean => startsWith(head, [0xff, 0xd8, 0xff]);

/** More pixels than this are a damaged header. */
const MOST_MEGAPIXELS = 200;

/**
 * Keeps grey or red, green and blue of pixels that may have an opacity, which is left out; 16 bits become 8.
 */
function opaque(
  data: ArrayLike<number>,
  { height, width, from, scale }: { height: number; width: number; from: number; scale: number },
): Picture {
  const channels = from < 3 ? 1 : 3;
  const out = new Uint8Array(height * width * channels);
  for (let i = 0; i < height * width; i++)
    for (let c = 0; c < channels; c++) out[i * channels + c] = Math.round(data[i * from + c] / scale);
  return { height, width, channels, data: out };
}

async function decodePng(bytes: Uint8Array): Promise<Picture> {
  const { convertIndexedToRgb, decode } = await import('fast-png');
  const { height, width, channels, depth, data, palette } = decode(bytes);
  if (palette)
    return opaque(convertIndexedToRgb({ height, width, channels, depth, data, palette, text: {} }), {
      ...{ height, width, from: palette[0]?.length ?? 3, scale: 1 },
    });
  // Depths below 8 come packed into bytes.
  if (depth < 8) {
    const row = Math.ceil((width * depth) / 8);
    const most = (1 << depth) - 1;
    const grey = Uint8Array.from({ length: height * width }, (_, i) => {
      const x = i % width;
      const bit = x * depth;
      const byte = data[Math.floor(i / width) * row + (bit >> 3)];
      return Math.round((255 * ((byte >> (8 - depth - (bit & 7))) & most)) / most);
    });
    return { height, width, channels: 1, data: grey };
  }
  return opaque(data, { height, width, from: channels, scale: depth === 16 ? 257 : 1 });
}

/** Components of a JPEG file, from the header of its frame: jpeg-js makes colours of grey too. */
function jpegComponents(bytes: Uint8Array): number {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1];
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return bytes[at + 9];
    at += 2 + bytes[at + 2] * 256 + bytes[at + 3];
  }
  return 3;
}

async function decodeJpeg(bytes: Uint8Array): Promise<Picture> {
  const { default: jpeg } = await import('jpeg-js');
  const { height, width, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: true,
    maxResolutionInMP: MOST_MEGAPIXELS,
  });
  const picture = opaque(data, { height, width, from: 3, scale: 1 });
  if (jpegComponents(bytes) > 1) return picture;
  return { height, width, channels: 1, data: picture.data.filter((_, i) => i % 3 === 0) };
}

/**
 * The pixels of a PNG or JPEG file. PNG is decoded by fast-png, JPEG by jpeg-js, both without native code.
 *
 * @throws NnError('input') when the bytes are damaged or are no image
 */
export async function decodeImage(bytes: Uint8Array, source: string): Promise<Picture> {
  const where = { source };
  if (!isPng(bytes) && !isJpeg(bytes)) {
    throw inputError('this is neither a PNG nor a JPEG file', {
      where,
      hint: 'convert it, for example with: magick in.webp out.png',
    });
  }
  try {
    return await (isPng(bytes) ? decodePng(bytes) : decodeJpeg(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw inputError(`the image cannot be decoded: ${reason}`, { where, hint: 'the file is damaged' });
  }
}

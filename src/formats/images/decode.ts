import { inputError, NnError } from '../../errors.ts';
import { count } from '../../util/quantity.ts';
import type { ByteSource } from '../define.ts';
import { claimMemory, maxMemoryHint } from '../memory.ts';
import { jpegOrientation, jpegSegments, turned } from './exif.ts';
import { pngHeader } from './png.ts';
import type { Picture } from './pixels.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const startsWith = (head: Uint8Array, bytes: readonly number[]) => bytes.every((byte, i) => head[i] === byte);

export const isPng = (head: Uint8Array): boolean => startsWith(head, PNG);
export const isJpeg = (head: Uint8Array): boolean => startsWith(head, [0xff, 0xd8, 0xff]);

/**
 * More pixels are refused, as by Pillow: a small file may claim any number of them. Whoever says how much memory may be
 * taken says by that how many there may be.
 */
const MOST_PIXELS = 178_956_970;

/** A file of a picture, by which errors name it. */
type ImageSource = Pick<ByteSource, 'name' | 'memory'>;

/** Bytes that decoding takes for each pixel: channels as they come, as they are kept, and what a decoder has beside. */
const BYTES_PER_PIXEL = 12;

/**
 * @throws Error for a size that no picture has
 * @throws NnError('input') when it has too many pixels, or they take too much memory
 */
function checkSize(source: ImageSource, width: number, height: number): void {
  const pixels = width * height;
  const size = BYTES_PER_PIXEL * pixels;
  if (pixels === 0) throw new Error(`it has ${width}x${height} pixels`);
  if (pixels > MOST_PIXELS && source.memory?.given !== true)
    throw inputError(`the image has ${width}x${height} pixels, more than ${count(MOST_PIXELS)}`, {
      where: { source: source.name },
      hint: maxMemoryHint(size),
    });
  claimMemory(source, size, `${width}x${height} pixels`);
}

/** Keeps grey or red, green and blue of pixels that may have an opacity, which is left out. */
function opaque(
  data: Uint8Array | Uint16Array,
  { height, width, from }: { height: number; width: number; from: number },
): Picture {
  const channels = from < 3 ? 1 : 3;
  const size = height * width * channels;
  const out = data instanceof Uint16Array ? new Uint16Array(size) : new Uint8Array(size);
  for (let i = 0; i < height * width; i++)
    for (let c = 0; c < channels; c++) out[i * channels + c] = data[i * from + c];
  return { height, width, channels, data: out };
}

async function pngPixels(bytes: Uint8Array): Promise<Picture> {
  const { convertIndexedToRgb, decode } = await import('fast-png');
  const { height, width, channels, depth, data, palette } = decode(bytes, { checkCrc: true });
  if (palette)
    return opaque(convertIndexedToRgb({ height, width, channels, depth, data, palette, text: {} }), {
      ...{ height, width, from: palette[0]?.length ?? 3 },
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
  if (data.length < height * width * channels)
    throw new Error(`it holds too few bytes for ${width}x${height} pixels`);
  return opaque(data instanceof Uint16Array ? data : Uint8Array.from(data), {
    height,
    width,
    from: channels,
  });
}

async function decodePng(bytes: Uint8Array, source: ImageSource): Promise<Picture> {
  const { width, height, orientation } = pngHeader(bytes);
  checkSize(source, width, height);
  return turned(await pngPixels(bytes), orientation);
}

/** Pixels of a JPEG file that one byte stands for at most: each block of 64 needs a bit in a scan. */
const PIXELS_PER_BYTE = 512;

/**
 * Components of a JPEG file, from the header of its frame: jpeg-js makes colours of grey too.
 *
 * @throws Error for a size that no picture has
 */
function jpegComponents(bytes: Uint8Array, source: ImageSource): number {
  for (const { marker, from, to } of jpegSegments(bytes)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (!isFrame || to > bytes.length) continue;
    const height = bytes[from + 1] * 256 + bytes[from + 2];
    const width = bytes[from + 3] * 256 + bytes[from + 4];
    checkSize(source, width, height);
    if (width * height > PIXELS_PER_BYTE * bytes.length)
      throw new Error(`it holds too few bytes for ${width}x${height} pixels`);
    const components = bytes[from + 5];
    if (components < 1 || components > 4 || to - from !== 6 + 3 * components)
      throw new Error(`its frame has ${components} components in ${to - from} bytes`);
    return components;
  }
  return 3;
}

async function decodeJpeg(bytes: Uint8Array, source: ImageSource): Promise<Picture> {
  const components = jpegComponents(bytes, source);
  const { memory } = source;
  const { default: jpeg } = await import('jpeg-js');
  const { height, width, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: true,
    // For a second frame, whose size nobody has looked at.
    maxResolutionInMP: (PIXELS_PER_BYTE * bytes.length) / 1e6,
    maxMemoryUsageInMB: memory?.given === true ? memory.bytes / 2 ** 20 : 8192,
  });
  const coloured: Picture = { height, width, channels: 3, data };
  const picture =
    components > 1 ? coloured : { height, width, channels: 1, data: data.filter((_, i) => i % 3 === 0) };
  return turned(picture, jpegOrientation(bytes));
}

/**
 * The pixels of a PNG or JPEG file as they were seen: turned as its Exif says. 16 bits of PNG stay 16 bits.
 * PNG is decoded by fast-png, JPEG by jpeg-js, both without native code.
 *
 * @throws NnError('input') when the bytes are damaged or are no image
 */
export async function decodeImage(bytes: Uint8Array, source: ImageSource): Promise<Picture> {
  const where = { source: source.name };
  if (!isPng(bytes) && !isJpeg(bytes)) {
    throw inputError('this is neither a PNG nor a JPEG file', {
      where,
      hint: 'convert it, for example with: magick in.webp out.png',
    });
  }
  try {
    return await (isPng(bytes) ? decodePng(bytes, source) : decodeJpeg(bytes, source));
  } catch (error) {
    if (error instanceof NnError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    // What V8 says when an array cannot be had.
    if (error instanceof RangeError && /allocation|array length/i.test(reason))
      throw inputError('the image does not fit into the memory of this machine', { where });
    throw inputError(`the image cannot be decoded: ${reason}`, { where, hint: 'the file is damaged' });
  }
}

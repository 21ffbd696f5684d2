/** A picture in memory: rows of pixels, `channels` numbers each (1 grey, 3 red-green-blue). */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [height × width × channels]; 16 bits each where the file has them. */
  readonly data: Uint8Array | Uint16Array;
}

/** Room for `size` numbers like those of a picture. */
const like = ({ data }: Picture, size: number): Picture['data'] =>
  data instanceof Uint16Array ? new Uint16Array(size) : new Uint8Array(size);

/** Weights of the pixels that one pixel of the result is made of. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * Triangle weights over the pixels that a new pixel covers, as Pillow and torch with antialias compute them.
 */
function tapsAlong(from: number, to: number): Taps[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: to }, (_, at) => {
    const center = (at + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const last = Math.min(from, Math.trunc(center + support + 0.5));
    const raw = Array.from({ length: last - first }, (_unused, i) =>
      Math.max(0, 1 - Math.abs((first + i + 0.5 - center) / support)),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

/** The picture at another size: bilinear, averaging where it shrinks. */
export function resized(picture: Picture, height: number, width: number): Picture {
  const { channels } = picture;
  if (picture.height === height && picture.width === width) return picture;
  const across = tapsAlong(picture.width, width);
  const wide = new Float64Array(picture.height * width * channels);
  for (let y = 0; y < picture.height; y++) {
    across.forEach(({ first, weights }, x) => {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++)
          sum += weights[i] * picture.data[(y * picture.width + first + i) * channels + c];
        wide[(y * width + x) * channels + c] = sum;
      }
    });
  }
  const data = like(picture, height * width * channels);
  const most = data instanceof Uint16Array ? 65_535 : 255;
  const row = width * channels;
  tapsAlong(picture.height, height).forEach(({ first, weights }, y) => {
    for (let i = 0; i < row; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * wide[(first + k) * row + i];
      data[y * row + i] = Math.min(most, Math.floor(sum + 0.5));
    }
  });
  return { height, width, channels, data };
}

/**
 * The picture with one channel or three: grey is 0.299·red + 0.587·green + 0.114·blue (ITU-R 601-2, as
 * Pillow).
 */
export function withChannels(picture: Picture, channels: number): Picture {
  if (picture.channels === channels) return picture;
  const { height, width, data: from } = picture;
  const data = like(picture, height * width * channels);
  for (let i = 0; i < height * width; i++) {
    if (channels === 3) data.fill(from[i], 3 * i, 3 * i + 3);
    else
      data[i] = Math.floor(
        (19595 * from[3 * i] + 38470 * from[3 * i + 1] + 7471 * from[3 * i + 2] + 32768) / 65536,
      );
  }
  return { height, width, channels, data };
}

/** Of a 16-bit value, one of 8 bits: 65535 is 255. */
const STEP = 257;

/**
 * The numbers of a picture on the scale of bytes, 0 … 255: those of 16 bits with fractions, so that pictures of
 * both kinds go together.
 */
export const onByteScale = ({ data }: Picture): Uint8Array | Float32Array =>
  data instanceof Uint8Array ? data : Float32Array.from(data, (value) => value / STEP);

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../src/formats/images/decode.ts';
import { resized, withChannels } from '../../../src/formats/images/pixels.ts';
import { golden } from '../../support/fixtures.ts';

interface Pixels {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Pillow {
  readonly kinds: Readonly<Record<string, Pixels>>;
  readonly exif: Readonly<Record<string, Pixels>>;
  readonly resize: {
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    readonly data: readonly number[];
    readonly to: readonly { height: number; width: number; data: readonly number[] }[];
  };
  readonly grey: readonly number[];
}

const { kinds, exif, resize, grey } = golden<Pillow>('pillow.json');
const picture = { ...resize, data: Uint8Array.from(resize.data) };

const farthest = (found: ArrayLike<number>, wanted: readonly number[]) =>
  wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0);

describe('images as Pillow reads them', () => {
  it.each([
    ...Object.keys(kinds).map((name) => ['kinds', name] as const),
    ...Object.keys(exif).map((name) => ['orientations', name] as const),
  ])('%s/%s', async (folder, name) => {
    const place = folder === 'kinds' ? 'images/kinds' : folder;
    const bytes = await readFile(new URL(`../../../fixtures/${place}/${name}`, import.meta.url));
    const { height, width, channels, data } = await decodeImage(new Uint8Array(bytes), { name });
    const { shape, data: wanted } = (folder === 'kinds' ? kinds : exif)[name];
    expect(channels === 1 ? [height, width] : [height, width, channels]).toEqual(shape);
    expect(data.length).toBe(wanted.length);
    // Decoders of JPEG may differ by the rounding of their transforms.
    expect(farthest(data, wanted)).toBeLessThanOrEqual(name.endsWith('.jpg') ? 3 : 0);
  });

  it.each(resize.to)('resized to $height×$width', ({ height, width, data: wanted }) => {
    const { data } = resized(picture, height, width);
    expect(data.length).toBe(wanted.length);
    // Pillow computes with integers.
    expect(farthest(data, wanted)).toBeLessThanOrEqual(1);
  });

  it('in grey, and grey in colour', () => {
    const { data, channels } = withChannels(picture, 1);
    expect(channels).toBe(1);
    expect([...data]).toEqual(grey);
    expect([
      ...withChannels({ height: 1, width: 2, channels: 1, data: Uint8Array.of(7, 9) }, 3).data,
    ]).toEqual([7, 7, 7, 9, 9, 9]);
  });

  it('says when a file is damaged or none', async () => {
    const bytes = await readFile(new URL('../../../fixtures/images/kinds/rgb.png', import.meta.url));
    await expect(decodeImage(new Uint8Array(bytes.subarray(0, 60)), { name: 'cut.png' })).rejects.toThrow(
      'cannot be decoded',
    );
    await expect(decodeImage(Uint8Array.of(1, 2, 3), { name: 'no.png' })).rejects.toThrow(
      'neither a PNG nor a JPEG',
    );
  });
});

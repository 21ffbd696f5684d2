import { crc32, deflateSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../src/formats/images/decode.ts';

const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/images/${name}`, import.meta.url)));

/** A PNG file of these chunks with their checksums. */
function png(...chunks: [type: string, data: Uint8Array][]): Uint8Array {
  const parts = chunks.map(([type, data]) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  });
  return new Uint8Array(Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]));
}

function header(width: number, height: number, depth = 8, colour = 0): [string, Uint8Array] {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, 0], 8);
  return ['IHDR', data];
}

const END: [string, Uint8Array] = ['IEND', new Uint8Array(0)];
const packed = (size: number): [string, Uint8Array] => ['IDAT', deflateSync(Buffer.alloc(size))];

describe('damaged images are errors', () => {
  const good = file('kinds/rgb.png');
  const flipped = good.map((byte, i) => (i === good.length - 20 ? byte ^ 4 : byte));
  const photo = file('kinds/rgb.jpg');
  const huge = photo.slice();
  const frame = huge.findIndex((byte, i) => byte === 0xff && huge[i + 1] === 0xc0);
  huge.set([0xff, 0xff, 0xff, 0xff], frame + 5);
  const low = photo.slice();
  low.set([0, 0], frame + 5);

  it.each([
    ['one bit of a PNG', flipped, 'CRC'],
    ['a PNG without its end', good.slice(0, -12), 'ends too early'],
    ['half of a PNG', good.slice(0, good.length / 2), 'ends too early'],
    ['a PNG without height', png(header(4, 0), packed(4), END), '4x0 pixels'],
    ['a PNG of 400 million pixels', png(header(20_000, 20_000), packed(400_020_000), END), 'more than 178'],
    ['a PNG with too few bytes', png(header(10_000, 10_000), packed(100), END), 'too few bytes'],
    ['a PNG with too few rows', png(header(9, 9), packed(50), END), ''],
    ['a PNG without pixels', png(header(2, 2), END), 'too few bytes'],
    ['a JPEG of 4295 million pixels', huge, 'more than 178'],
    ['a JPEG without height', low, 'x0 pixels'],
    ['half of a JPEG', photo.slice(0, photo.length / 2), ''],
  ])('%s', async (_, bytes, message) => {
    await expect(decodeImage(bytes, { name: 'x' })).rejects.toMatchObject({
      name: 'NnError',
      message: expect.stringContaining(message),
    });
  });

  it('has more pixels than there may be: the error names the limit and the option', async () => {
    await expect(decodeImage(huge, { name: 'x' })).rejects.toMatchObject({
      message: 'the image has 65535x65535 pixels, more than 178,956,970',
      hint: 'if you trust the file: --max-memory 57GB',
    });
    const given = (size: number) => ({ name: 'x', memory: { bytes: size, given: true } });
    await expect(decodeImage(huge, given(1e9))).rejects.toMatchObject({
      message: expect.stringContaining('65535x65535 pixels would take 48.0 GiB of memory'),
      hint: 'if you trust the file: --max-memory 57GB',
    });
    await expect(decodeImage(huge, given(60e9))).rejects.toThrow('too few bytes');
  });
});

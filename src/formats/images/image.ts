import { tableFromTensor } from '../../data/convert.ts';
import type { Batch, BatchOptions, ByteSource, Format } from '../define.ts';
import { decodeImage, isJpeg, isPng } from './decode.ts';
import { onByteScale, resized, withChannels } from './pixels.ts';

/** One image as a row of its pixels. */
async function* oneImage(source: ByteSource, { image }: BatchOptions): AsyncGenerator<Batch> {
  const decoded = await decodeImage(await source.bytes(), source);
  const [height, width, channels] = image ?? [decoded.height, decoded.width, decoded.channels];
  const data = onByteScale(resized(withChannels(decoded, channels), height, width));
  const dtype = data instanceof Uint8Array ? 'uint8' : 'float32';
  const shape = [1, height, width, channels];
  const name = { codes: Int32Array.of(0), names: [source.baseName] };
  yield {
    table: tableFromTensor({ shape, dtype, data }, source.name),
    columns: [{ name: 'file', values: name }],
  };
}

/** A PNG or JPEG file: [height × width], or [height × width × 3] in colour. */
function imageFormat(name: string, extensions: readonly string[], sniff: Format['sniff']): Format {
  return {
    name,
    extensions,
    sniff,
    async read(source) {
      const { height, width, channels, data } = await decodeImage(await source.bytes(), source);
      const shape = channels === 1 ? [height, width] : [height, width, channels];
      const dtype = data instanceof Uint16Array ? 'uint16' : 'uint8';
      return { kind: 'array', tensor: { shape, dtype, data }, source: source.name };
    },
    batches: oneImage,
  };
}

export const png = imageFormat('png', ['png'], isPng);
export const jpeg = imageFormat('jpeg', ['jpg', 'jpeg'], isJpeg);

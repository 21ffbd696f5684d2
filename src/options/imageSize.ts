import { usageError } from '../errors.ts';

/**
 * `32x32x3`, or `28x28` for grey → height, width and channels.
 *
 * @throws NnError('usage')
 */
export function imageSize(value: string): readonly [number, number, number] {
  const found = /^(\d+)x(\d+)(?:x(\d+))?$/.exec(value);
  const [height = 0, width = 0, channels = 0] = found
    ? [found[1], found[2], found[3] ?? '1'].map(Number)
    : [];
  const pixels = height * width * channels;
  if (pixels > 0 && Number.isSafeInteger(pixels)) return [height, width, channels];
  throw usageError(`--image: expected height x width x channels, found "${value}"`, {
    hint: 'for example --image 28x28x1 for grey images, --image 32x32x3 in colour',
  });
}

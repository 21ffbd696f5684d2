import type { LayerStep } from '../stepValues.ts';

const windowed = new Set(['conv', 'conv1d', 'maxpool', 'avgpool', 'global-max-pool', 'global-avg-pool']);

/** Rows, columns and channels of the output of a layer that looks through windows; undefined for others. */
export function positionsOf({ type, sizes, output }: LayerStep) {
  if (!windowed.has(type)) return undefined;
  const { oh, ow } = sizes;
  return { oh, ow, channels: output.length / (oh * ow), all: output.length };
}

/** Colours that colour-blind eyes tell apart (Okabe and Ito 2008), in the order of series. */
export const palette = [
  '#0072B2',
  '#E69F00',
  '#009E73',
  '#CC79A7',
  '#56B4E9',
  '#D55E00',
  '#8A7B00',
  '#666666',
] as const;

export const colourOf = (series: number): string => palette[series % palette.length] ?? palette[0];

const mix = (from: readonly number[], to: readonly number[], share: number): string =>
  `#${from
    .map((value, i) =>
      Math.round(value + share * ((to[i] ?? 0) - value))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

const WHITE = [255, 255, 255];
const BLUE = [0, 90, 150];
const ORANGE = [190, 80, 0];

/** Colour of a number on a scale: white to blue, or orange through white to blue where the scale has two sides. */
export function heatColour(value: number, low: number, high: number): string {
  if (Number.isNaN(value)) return mix(WHITE, WHITE, 0);
  if (low < 0 && high > 0) {
    const most = Math.max(-low, high);
    return mix(WHITE, value < 0 ? ORANGE : BLUE, Math.min(1, Math.abs(value) / most));
  }
  return mix(WHITE, BLUE, high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0);
}

/** How far a colour of `heatColour` is from white, 0 to 1. */
export function heatShare(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return 0;
  if (low < 0 && high > 0) return Math.min(1, Math.abs(value) / Math.max(-low, high));
  return high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0;
}

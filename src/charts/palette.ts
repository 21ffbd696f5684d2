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

/** Where there is no number. */
const NOTHING = '#d4d4d4';

/** A scale of colours from `low` to `high`; `root` makes small numbers stand out. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly root?: boolean;
}

/** How far a colour of `heatColour` is from white, 0 to 1. */
export function heatShare(value: number, { low, high, root = false }: Scale): number {
  if (Number.isNaN(value)) return 0;
  const sides = low < 0 && high > 0;
  const share = sides
    ? Math.abs(value) / Math.max(-low, high)
    : high > low
      ? (value - low) / (high - low)
      : 0;
  const within = Math.max(0, Math.min(1, share));
  return root ? Math.sqrt(within) : within;
}

/**
 * Colour of a number on a scale: white to blue, or orange through white to blue where the scale has two
 * sides.
 */
export function heatColour(value: number, scale: Scale): string {
  if (Number.isNaN(value)) return NOTHING;
  return mix(WHITE, scale.low < 0 && value < 0 ? ORANGE : BLUE, heatShare(value, scale));
}

/**
 * The same scale in xterm's 256 colours, chosen by eye: rounding mixtures to them would change the hue from
 * step to step.
 */
const BLUES = [231, 195, 153, 117, 74, 32, 25, 24] as const;
const ORANGES = [231, 230, 223, 216, 215, 208, 166, 130] as const;
const NO_NUMBER = 250;

export function heatTerminal(value: number, scale: Scale): number {
  if (Number.isNaN(value)) return NO_NUMBER;
  const steps = scale.low < 0 && value < 0 ? ORANGES : BLUES;
  return steps[Math.round(heatShare(value, scale) * (steps.length - 1))] ?? NO_NUMBER;
}

/** Light tones of the palette in xterm's 256 colours, to write on. */
const PASTELS = [153, 223, 158, 182, 195, 217, 187, 252] as const;

export const pastelTerminal = (series: number): number => PASTELS[series % PASTELS.length] ?? PASTELS[0];

/** What a letter takes, about, in pixels. */
export const LETTER = 7;

/** Two decimals at most, so that the same chart is the same text everywhere. */
export const n = (value: number): string => String(Math.round(value * 100) / 100 + 0);

/** Where the marks of a chart are drawn, in pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

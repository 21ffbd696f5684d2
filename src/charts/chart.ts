/** A picture as data; terminal.ts and svg.ts draw it. */
export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Drawn in this order. */
  readonly marks: readonly Mark[];
  /** One unit along x is as long as one along y. */
  readonly square?: boolean;
  /** Absent: a frame with ticks. False: the marks alone. */
  readonly frame?: false;
  /** Lines and letters that its area has in a terminal at most; by the width of it unless given. */
  readonly lines?: number;
  readonly columns?: number;
  /** False: the cells of a heat map say their numbers themselves. */
  readonly legend?: false;
  /** Pixels of its SVG, without the legend; 720 × 480 unless given. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** One chart, or several that belong together: what `nn plot` draws. */
export interface Picture {
  readonly title: string;
  /** In the order of reading. */
  readonly panels: readonly Chart[];
  /** Panels side by side at most, where there is room; 1 unless given. */
  readonly across?: number;
  /** Sentences below it. */
  readonly notes?: readonly string[];
}

/** A connection of two places. */
export interface Link {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** How thick, 0 to 1. */
  readonly share: number;
  readonly negative: boolean;
  /** Absent: it only passes on. */
  readonly weight?: number;
  /** What it joins. */
  readonly name?: string;
  /** Written at the line, where those of all links have room. */
  readonly text?: string;
}

/** A place with a text: a circle, or a box around the text. */
export interface Node {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly box: boolean;
  /** The text stands beside the circle, not in it. */
  readonly beside?: 'left' | 'right';
  /** A number in the circle, in place of its text. */
  readonly value?: string;
  /** Written below the circle, where there is room for those of all nodes. */
  readonly below?: string;
  /** Crossed out. */
  readonly off?: boolean;
}

export interface Axis {
  /** With its unit, where it has one. */
  readonly label: string;
  readonly low: number;
  readonly high: number;
  /**
   * Names of the places 0, 1, …, for categories; low and high are −0.5 and n − 0.5. Those along x may have
   * several lines.
   */
  readonly names?: readonly string[];
  /** Line breaks in the names are their own: those below a chart may have several lines. */
  readonly ownLines?: true;
}

/** A number of a colour of the palette; the same class or run has the same one everywhere. */
export type Series = number;

export type Mark =
  | {
      readonly kind: 'line';
      readonly name: string;
      readonly series: Series;
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly dashed?: boolean;
    }
  | {
      readonly kind: 'points';
      readonly name: string;
      readonly series: Series;
      readonly x: ArrayLike<number>;
      readonly y: ArrayLike<number>;
    }
  /** Bars from 0; neighbours share an edge, and touch unless they are `apart`. */
  | {
      readonly kind: 'bars';
      readonly name: string;
      readonly series: Series;
      /** edges.length = heights.length + 1 */
      readonly edges: readonly number[];
      readonly heights: readonly number[];
      readonly apart?: boolean;
      /** Written above the bars, or below those that are below 0. */
      readonly texts?: readonly string[];
    }
  | { readonly kind: 'links'; readonly links: readonly Link[] }
  | { readonly kind: 'nodes'; readonly nodes: readonly Node[] }
  /** A grid over the whole area, row by row from the top, of the series that owns each cell. */
  | {
      readonly kind: 'regions';
      readonly columns: number;
      readonly rows: number;
      readonly series: ArrayLike<number>;
    }
  /** A grid over the whole area, row by row from the top, of numbers. */
  | {
      readonly kind: 'heat';
      readonly columns: number;
      readonly rows: number;
      readonly values: ArrayLike<number>;
      /** Ends of the scale; one that is symmetric about 0 has two colours. */
      readonly low: number;
      readonly high: number;
      /** Small numbers stand out: colours go by the root of the distance from `low`. */
      readonly root?: boolean;
      /** What the cells say. */
      readonly texts?: readonly string[];
      /** Without colours there are only the texts, no shades behind them. */
      readonly bare?: boolean;
    };

/** The least and the greatest of some numbers, a little apart where they are equal. */
export function extent(...lists: readonly ArrayLike<number>[]): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      if (!Number.isFinite(list[i])) continue;
      low = Math.min(low, list[i]);
      high = Math.max(high, list[i]);
    }
  }
  if (low > high) return { low: 0, high: 1 };
  return high > low ? { low, high } : { low: low - 0.5, high: high + 0.5 };
}

/** The same with a margin on both sides. */
export function padded({ low, high }: { low: number; high: number }, share = 0.05) {
  const margin = share * (high - low);
  return { low: low - margin, high: high + margin };
}

/**
 * Round numbers from low to high, about `count` of them, 1, 2 or 5 times a power of ten apart (Heckbert 1990,
 * Nice numbers for graph labels).
 */
export function ticks(low: number, high: number, count: number): number[] {
  // An axis that counts from the top.
  if (low > high) return ticks(high, low, count).reverse();
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  const step = factor * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A tick as short as it can be. */
export const tickText = (value: number): string =>
  Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential().replace('e+', 'e')
    : String(Number(value.toPrecision(6)));

/** Series of links: positive ones blue, negative ones of the other end of heat maps. */
export const LINK_SERIES = { positive: 0, negative: 5 };

/** Names and series of the marks that a legend has. */
export function legendOf({ marks }: Chart): {
  name: string;
  series: Series;
  kind: 'line' | 'points' | 'bars' | 'positive' | 'negative';
  dashed?: boolean;
}[] {
  if (marks.some((mark) => mark.kind === 'links'))
    return [
      { name: 'weight > 0', series: LINK_SERIES.positive, kind: 'positive' },
      { name: 'weight < 0', series: LINK_SERIES.negative, kind: 'negative' },
    ];
  return marks.flatMap((mark) =>
    (mark.kind === 'line' || mark.kind === 'points' || mark.kind === 'bars') && mark.name !== ''
      ? [
          {
            name: mark.name,
            series: mark.series,
            kind: mark.kind,
            dashed: mark.kind === 'line' && mark.dashed === true,
          },
        ]
      : [],
  );
}

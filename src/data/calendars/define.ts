/** The calendar of a series: what its steps are. */
export interface Calendar {
  /** In words: `month ends`, `business days`, `15 minutes`. */
  readonly name: string;
  /** What a step is called, one and several. */
  readonly step: readonly [string, string];
  /** How many steps are a season, where the calendar says so. */
  readonly season?: number;
  /** Steps in a row that may be absent without being a gap: holidays. */
  readonly tolerates?: number;
  /** The step of each time, from 0 for the first; one more than the row before's, unless steps are missing. */
  readonly places: Float64Array;
  /** The time at a step. */
  readonly at: (place: number) => number;
}

/** Where times lie on a grid: whole numbers for those that do. */
export interface Grid {
  /** NaN where a time lies between two steps. */
  readonly place: (time: number) => number;
  readonly at: (place: number) => number;
}

/** Whether so many rows follow missing steps that these are no gaps, and the calendar is another one. */
export const isSparse = (gaps: number, rows: number): boolean => gaps > Math.max(2, rows * 0.1);

/** The most frequent of some numbers, the smallest of equally frequent ones. */
export function usual(numbers: Float64Array): number {
  const sorted = numbers.slice().sort();
  let best = sorted[0] ?? 1;
  let most = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to - from > most) [best, most] = [sorted[from], to - from];
    from = to;
  }
  return best;
}

/** What each number is above the one before. */
export const differences = (numbers: Float64Array): Float64Array =>
  numbers.slice(1).map((value, i) => value - numbers[i]);

/** Steps of times, so many units of a grid long. */
export interface Steps {
  readonly stride: number;
  readonly places: Float64Array;
  readonly at: (place: number) => number;
}

/**
 * The steps of times on a grid; undefined where one lies between two steps, two on the same, or so many are
 * missing that they are no gaps.
 */
export function stepsOn({ place, at }: Grid, times: Float64Array): Steps | undefined {
  const all = times.map(place);
  if (!all.every(Number.isInteger)) return undefined;
  const apart = differences(all);
  const stride = usual(apart);
  if (!apart.every((units) => units > 0 && units % stride === 0)) return undefined;
  if (isSparse(apart.filter((units) => units > stride).length, times.length)) return undefined;
  return {
    stride,
    places: all.map((units) => (units - all[0]) / stride),
    at: (step) => at(all[0] + step * stride),
  };
}

/** The last row whose step is not later than a place. */
export function rowAt(places: Float64Array, place: number): number {
  let [low, high] = [0, places.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (places[middle] <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** `days`, `2 days`: what a step of so many units is called. */
export const stepWords = (stride: number, one: string): readonly [string, string] =>
  stride === 1 ? [one, `${one}s`] : [`step of ${stride} ${one}s`, `steps of ${stride} ${one}s`];

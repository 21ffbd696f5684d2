import type { SingleField } from '../util/fieldText.ts';
import type { RandomState } from '../util/random.ts';

export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** A way to draw weights. */
export interface Initializer {
  readonly name: string;
  /** What stands after the colon, `normal:0.1`; absent: nothing may. */
  /** What it is for, in one line. */
  readonly summary: string;
  readonly parameter?: SingleField;
  readonly formula: string;
  readonly source: string;
  /** Fills `out` in C order from the stream of `random`. */
  fill(out: Float32Array | Float64Array, random: RandomState, fans: Fans, parameter: number): void;
}

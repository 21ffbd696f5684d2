import type { OptimizerSettings } from '../../optimizers/define.ts';

/** One weight in one update, with the numbers that the optimizer's kernel read and wrote. */
export interface WeightUpdate {
  /** As it is written: `W[0,1]`. */
  readonly name: string;
  readonly before: number;
  readonly gradient: number;
  readonly after: number;
  /** Its moments by name. */
  readonly moments: Readonly<Record<string, { readonly before: number; readonly after: number }>>;
  /** What the kernel reads, as the optimizer's rule writes it. */
  readonly knobs: readonly number[];
  /** 1 for the first update. */
  readonly t: number;
  readonly settings: OptimizerSettings;
}

/** `name = expression = value`. */
export interface Equation {
  readonly name: string;
  readonly expression: string;
  /** Of the kernel, where it keeps it. */
  readonly value: number;
}

/** How numbers are written: alone, and as a factor, where negative ones are put in brackets. */
export interface Print {
  readonly alone: (value: number) => string;
  readonly factor: (value: number) => string;
}

/** Writes out the update of one kernel: one for each kernel that optimizers have. */
export interface UpdateWriter {
  /** Of the kernel. */
  readonly name: string;
  /** The equations in the order in which the kernel computes them; the last one is that of the weight. */
  equations(update: WeightUpdate, print: Print): Equation[];
}

/** Writers print with this, so that a test may write all digits. */
export const printing = (alone: (value: number) => string): Print => ({
  alone,
  factor: (value) => (value < 0 ? `(${alone(value)})` : alone(value)),
});

import type { Chart } from '../../charts/chart.ts';
import type { Computing } from '../../host/backend.ts';

/** What the options of nn plot say; each kind takes some of them. */
export interface PlotOptions {
  readonly x: string | undefined;
  readonly y: string | undefined;
  readonly target: string | undefined;
  readonly metric: readonly string[];
  readonly layer: string | undefined;
  readonly bins: number | undefined;
  readonly row: number | undefined;
  readonly labels: string | undefined;
}

/** A kind of chart: one file and one line in index.ts. */
export interface PlotKind {
  readonly name: string;
  /** As help shows it: `MODEL DATA`. */
  readonly words: string;
  readonly summary: string;
  /** How many words must and may follow its name. */
  readonly least: number;
  readonly most: number;
  /** Options that it takes. */
  readonly takes: readonly (keyof PlotOptions)[];
  /** @throws NnError */
  chart(computing: Computing, args: readonly string[], options: PlotOptions): Promise<Chart>;
}

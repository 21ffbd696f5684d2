import type { Chart, Picture } from '../../charts/chart.ts';
import type { Computing } from '../../host/backend.ts';
import type { Model } from '../../model/file.ts';
import type { NetworkSourceOptions } from '../../options/networkSource.ts';
import type { Block, Json } from '../../report/result.ts';

/** One row, window or passage as a network gets it. */
export interface PlotSample {
  readonly x: Float64Array;
  /** What it is, in words. */
  readonly heading: string;
}

/** A network that is drawn, what it is called, and the row that goes through it. */
export interface PlotNetwork {
  readonly name: string;
  readonly model: Model;
  readonly sample?: PlotSample | undefined;
}

/** Some rows of data as a network that learns from them gets them. */
export interface PlotRows {
  /** [rows × …shape] */
  readonly x: Float64Array;
  readonly shape: readonly number[];
  /** What each row is, in words. */
  readonly headings: readonly string[];
  /** Names of the inputs, where they are columns. */
  readonly inputs: readonly string[] | undefined;
  /** The numbers were standardised. */
  readonly scaled: boolean;
}

/** The ports of a kind of plot. */
export interface PlotPorts extends Computing {
  /**
   * A model and a sample of data, as the model learned from it.
   *
   * @throws NnError
   */
  sample(
    modelPath: string,
    dataPath: string,
    options: Pick<PlotOptions, 'row' | 'labels'>,
  ): Promise<{ model: Model; sample: PlotSample }>;
  /**
   * The network that the words MODEL DATA or options in place of MODEL name, and where there are data its sample.
   *
   * @throws NnError
   */
  network(words: readonly string[], options: PlotOptions): Promise<PlotNetwork>;
  /**
   * The first rows of some data, as `nn train` would prepare them.
   *
   * @throws NnError
   */
  rows(
    data: string,
    count: number,
    options: Pick<PlotOptions, 'image' | 'time' | 'window' | 'target' | 'labels'>,
  ): Promise<PlotRows>;
}

/** A picture with what stands below it. */
export interface Plotted extends Picture {
  /** The numbers of the picture, where a terminal has no room for them in it. */
  readonly table?: readonly Block[];
  /** What stands below it in any case. */
  readonly below?: readonly Block[];
  /** What --json has beside the charts. */
  readonly data?: { readonly [key: string]: Json };
}

/** What the options of nn plot say; each kind takes some of them. */
export interface PlotOptions extends NetworkSourceOptions {
  readonly x: string | undefined;
  readonly y: string | undefined;
  readonly target: string | undefined;
  readonly metric: readonly string[];
  readonly layer: string | undefined;
  readonly bins: number | undefined;
  readonly row: number | undefined;
  readonly labels: string | undefined;
  readonly training: boolean;
  readonly at: string | undefined;
  readonly channel: number | undefined;
  readonly augment: string | undefined;
  readonly image: readonly [number, number, number] | undefined;
  readonly rows: number | undefined;
  readonly time: string | undefined;
  readonly window: number | undefined;
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
  /** Its first word is MODEL, in whose place options may name the network. */
  readonly network?: true;
  /** @throws NnError */
  chart(ports: PlotPorts, args: readonly string[], options: PlotOptions): Promise<Chart | Plotted>;
}

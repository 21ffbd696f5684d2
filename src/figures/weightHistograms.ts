import { float64Of } from '../tensor/numbers.ts';
import { binned } from '../charts/bins.ts';
import { parametersOf } from '../network/parameters.ts';
import type { Training } from '../train/training.ts';
import * as v from 'valibot';
import { readStored } from '../util/stored.ts';
import { finite, text, whole } from '../util/storedFields.ts';
import type { Files } from '../host/files.ts';
import { fileIn } from '../inputs/runFiles.ts';

export const HISTOGRAMS = 'histograms.jsonl';

/** How the weights of one tensor were spread after an epoch. */
export interface WeightHistogram {
  readonly epoch: number;
  /** As in a model file: `dense1.weight`. */
  readonly tensor: string;
  readonly low: number;
  readonly high: number;
  /** How many weights are in each equal part from low to high. */
  readonly counts: readonly number[];
}

const BINS = 40;
/** Epochs of a run that are kept at most; of longer runs every second, third, … */
const MOST = 200;

/** Histograms of the weights of a run, epoch by epoch. */
export class WeightHistograms {
  readonly #found: WeightHistogram[];
  readonly #every: number;

  /** @param before of a run that goes on: those up to where it does */
  constructor(epochs: number, before: readonly WeightHistogram[] = []) {
    this.#every = Math.max(1, Math.ceil(epochs / MOST));
    // A run that goes on for longer than was meant keeps fewer, as if it had been meant from the beginning.
    this.#found = before.filter(({ epoch }) => epoch % this.#every === 0);
  }

  record(epoch: number, training: Training): void {
    if (epoch % this.#every !== 0) return;
    const weights = training.weights();
    for (const { name, spec } of parametersOf(training.setup.spec).trainable) {
      const data = weights.get(name)?.data;
      if (spec.init !== 'weight' || !data) continue;
      const { edges, heights } = binned(float64Of(data), BINS);
      this.#found.push({ epoch, tensor: name, low: edges[0], high: edges[BINS], counts: heights });
    }
  }

  /** One JSON object a line. */
  get text(): string {
    return this.#found.map((histogram) => `${JSON.stringify(histogram)}\n`).join('');
  }
}

const schema = v.object({
  ...{ epoch: whole(), tensor: text, low: finite, high: finite },
  counts: v.array(whole()),
});

const fitted = (line: string, part: string, source: string): WeightHistogram =>
  readStored(schema, line, { source, part });

/**
 * The histograms of a run folder; none where it has none.
 *
 * @throws NnError('input') for a damaged file
 */
export async function readHistograms(
  { files }: { readonly files: Files },
  folder: string,
): Promise<WeightHistogram[]> {
  const path = fileIn(folder, HISTOGRAMS);
  if (!(await files.exists(path))) return [];
  const lines = new TextDecoder().decode(await (await files.open(path)).bytes());
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => fitted(line, `line ${i + 1}`, path));
}

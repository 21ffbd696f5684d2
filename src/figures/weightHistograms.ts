import { float64Of } from '../tensor/numbers.ts';
import { binned } from '../charts/bins.ts';
import { parametersOf } from '../network/parameters.ts';
import type { Training } from '../train/training.ts';
import { inputError } from '../errors.ts';
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
  const text = new TextDecoder().decode(await (await files.open(path)).bytes());
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => {
      try {
        const found = JSON.parse(line) as WeightHistogram;
        if (typeof found.tensor === 'string' && Array.isArray(found.counts)) return found;
      } catch {
        // Falls through to the error below.
      }
      throw inputError('found no histogram', {
        where: { source: path, line: i + 1 },
        hint: 'the file was changed by hand; nn train --histograms writes a new one',
      });
    });
}

import type { Chart } from '../../charts/chart.ts';
import { inputError, usageError } from '../../errors.ts';
import { count } from '../../util/quantity.ts';
import { didYouMean } from '../../util/suggest.ts';
import { readHistograms } from '../weightHistograms.ts';
import type { WeightHistogram } from '../weightHistograms.ts';
import type { PlotKind } from './define.ts';
import { baseName } from '../../util/path.ts';
import { maxOf, minOf } from '../../util/extremes.ts';

/** Parts of the range of the weights. */
const ROWS = 40;
/** Epochs that are drawn at most. */
const COLUMNS = 100;

/**
 * What share of the weights is in each of ROWS equal parts from low to high, those of one bin spread evenly
 * over it.
 */
function shares({ low, high, counts }: WeightHistogram, from: number, to: number): number[] {
  const out = Array.from({ length: ROWS }, () => 0);
  const all = counts.reduce((sum, n) => sum + n, 0);
  const width = (high - low) / counts.length;
  const part = (to - from) / ROWS;
  counts.forEach((n, i) => {
    const begin = low + i * width;
    const first = Math.max(0, Math.floor((begin - from) / part));
    const last = Math.min(ROWS - 1, Math.floor((begin + width - from) / part));
    for (let row = first; row <= last; row++) {
      const overlap = Math.min(begin + width, from + (row + 1) * part) - Math.max(begin, from + row * part);
      out[row] += (n / all) * (Math.max(0, overlap) / width);
    }
  });
  return out;
}

/** The histograms of epochs at equal distances, for each the last one up to it. */
function evenly(all: readonly WeightHistogram[]): { found: WeightHistogram[]; step: number } {
  const [first, last] = [all[0].epoch, all[all.length - 1].epoch];
  const columns = Math.min(COLUMNS, all.length);
  const step = columns > 1 ? (last - first) / (columns - 1) : 1;
  const found = Array.from({ length: columns }, (_, i) => {
    const epoch = Math.round(first + i * step);
    return all.findLast((one) => one.epoch <= epoch) ?? all[0];
  });
  return { found, step };
}

/** Epochs that are named one by one at most. */
const NAMED = 12;

/** Weights of a layer over the epochs: across the epochs, up the values, darker where more weights are. */
export function histogramsChart(all: readonly WeightHistogram[], run: string): Chart {
  const { found, step } = evenly(all);
  const low = minOf(found.map((one) => one.low));
  const high = maxOf(found.map((one) => one.high));
  const columns = found.map((one) => shares(one, low, high));
  const values = Array.from({ length: ROWS * found.length }, (_, i) => {
    const row = ROWS - 1 - Math.floor(i / found.length);
    return 100 * columns[i % found.length][row];
  });
  const [first, last] = [found[0].epoch, found[found.length - 1].epoch];
  const size = found[0].counts.reduce((sum, n) => sum + n, 0);
  return {
    title: `${found[0].tensor} of ${run}: ${count(size)} weights, per cent of them`,
    x: {
      label: 'epoch',
      ...(found.length <= NAMED
        ? { names: found.map(({ epoch }) => String(epoch)), low: -0.5, high: found.length - 0.5 }
        : { low: first - step / 2, high: last + step / 2 }),
    },
    y: { label: 'weight', low, high },
    marks: [
      {
        kind: 'heat',
        columns: found.length,
        rows: ROWS,
        values,
        low: 0,
        high: maxOf(values),
        root: true,
      },
    ],
  };
}

export const histograms: PlotKind = {
  name: 'histograms',
  words: 'RUN',
  summary:
    'how the weights of a layer spread over the epochs of a run of nn train --histograms; --layer names it, or one of its tensors',
  least: 1,
  most: 1,
  takes: ['layer'],
  async chart(context, [run], { layer }) {
    if (!(await context.files.exists(run)))
      throw inputError('there is no such folder', { where: { source: run }, hint: 'nn runs lists the runs' });
    const all = await readHistograms(context, run);
    if (all.length === 0) {
      throw inputError('this run has no histograms', {
        where: { source: run },
        hint: 'nn train --histograms DATA records them in the run folder',
      });
    }
    const names = [...new Set(all.map(({ tensor }) => tensor))];
    const layerOf = (tensor: string) => tensor.slice(0, tensor.lastIndexOf('.'));
    const known = layer?.includes('.') ? names : [...new Set(names.map(layerOf))];
    const chosen =
      layer === undefined ? names[0] : names.find((name) => name === layer || layerOf(name) === layer);
    if (chosen === undefined) {
      throw usageError(`--layer: there are no weights of "${layer}"`, {
        hint: didYouMean(layer ?? '', known),
      });
    }
    const name = baseName(run);
    return histogramsChart(
      all.filter(({ tensor }) => tensor === chosen),
      name,
    );
  },
};

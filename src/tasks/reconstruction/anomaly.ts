import { widthOf } from '../../data/featureEncoding.ts';
import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';

type Floats = Float32Array | Float64Array;

/** Whether the rows are their own targets. */
export const isReconstruction = ({ pieces }: Preprocessing): boolean => pieces?.of === 'inputs';

/**
 * How far each row is from what an autoencoder makes of it: the mean square over its inputs, in units of
 * training.
 *
 * @param inputs [rows × inputs], row-major; what lies after them is not read
 * @param outputs of the network, [rows × inputs]
 */
export function anomalyScores(inputs: ArrayLike<number>, outputs: Floats, rows: number): Floats {
  const width = outputs.length / rows;
  const scores = outputs.slice(0, rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += (outputs[i] - inputs[i]) ** 2;
    scores[row] = sum / width;
  }
  return scores;
}

/** What an autoencoder makes of every column of numbers, in the units of the column, [rows] each, by name. */
export function reconstructedColumns(
  features: readonly FeatureEncoding[],
  outputs: Floats,
  rows: number,
): Map<string, Floats> {
  const width = outputs.length / rows;
  const columns = new Map<string, Floats>();
  let first = 0;
  for (const feature of features) {
    const at = first;
    first += widthOf(feature);
    if (feature.kind !== 'number') continue;
    const values = outputs.slice(0, rows);
    for (let row = 0; row < rows; row++)
      values[row] = outputs[row * width + at] * feature.scale + feature.mean;
    columns.set(feature.name, values);
  }
  return columns;
}

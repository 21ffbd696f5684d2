import { widthOf } from '../../data/featureEncoding.ts';
import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import type { DataColumn } from '../../report/result.ts';
import type { Answers } from '../define.ts';

/** What the network makes of every column of numbers, in the units of the column. */
function reconstructedColumns(
  features: readonly FeatureEncoding[],
  { outputs, rows }: Answers,
): DataColumn[] {
  const width = outputs.length / rows;
  const columns: DataColumn[] = [];
  let first = 0;
  for (const feature of features) {
    const at = first;
    first += widthOf(feature);
    if (feature.kind !== 'number') continue;
    const values = outputs.slice(0, rows);
    for (let row = 0; row < rows; row++)
      values[row] = outputs[row * width + at] * feature.scale + feature.mean;
    columns.push({ name: `reconstructed(${feature.name})`, values });
  }
  return columns;
}

/**
 * The anomaly score of each row: the mean square, over its inputs, of what an autoencoder misses, in units of
 * training. With `reconstruct` also what it makes of every column of numbers.
 */
export function anomalyColumns(
  features: readonly FeatureEncoding[],
  answers: Answers,
  reconstruct: boolean,
): DataColumn[] {
  const { inputs, outputs, rows } = answers;
  const width = outputs.length / rows;
  const anomaly = outputs.slice(0, rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += (outputs[i] - inputs[i]) ** 2;
    anomaly[row] = sum / width;
  }
  const columns: DataColumn[] = [{ name: 'anomaly', values: anomaly }];
  return reconstruct ? [...columns, ...reconstructedColumns(features, answers)] : columns;
}

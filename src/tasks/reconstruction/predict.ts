import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import type { DataColumn } from '../../report/result.ts';
import type { Answers } from '../define.ts';
import { anomalyScores, reconstructedColumns } from './anomaly.ts';

/** The anomaly score of each row; with `reconstruct` also what is made of every column of numbers. */
export function anomalyColumns(
  features: readonly FeatureEncoding[],
  { inputs, outputs, rows }: Answers,
  reconstruct: boolean,
): DataColumn[] {
  const columns: DataColumn[] = [{ name: 'anomaly', values: anomalyScores(inputs, outputs, rows) }];
  if (!reconstruct) return columns;
  const made = [...reconstructedColumns(features, outputs, rows)];
  return [...columns, ...made.map(([name, values]) => ({ name: `reconstructed(${name})`, values }))];
}

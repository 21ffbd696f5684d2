import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures } from '../../data/preprocessing.ts';
import type { Table } from '../../data/table.ts';
import { rowsWithTarget } from '../../data/target.ts';
import { failure, inputError } from '../../errors.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Computing } from '../../host/backend.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { Result } from '../../report/result.ts';
import { Predictor } from '../../runtime/predictor.ts';
import { flopsPerRow } from '../../runtime/work.ts';
import type { EvaluateOptions, OpenedModel } from '../define.ts';
import { classScores, valueScores } from '../scores.ts';
import { missingTargets } from './dataset.ts';
import { classSample, valueSample } from './scored.ts';

/**
 * The network's outputs for some rows of a table, row-major.
 *
 * @throws NnError('failure') when one is not finite
 */
async function outputsFor(
  computing: Computing,
  { model, preprocessing }: OpenedModel,
  table: Table,
  rows: Int32Array,
): Promise<Float32Array | Float64Array> {
  const flops = flopsPerRow(model.spec) * rows.length;
  const predictor = new Predictor(model, await chooseBackend(computing, { flops }));
  const inputs = new Float64Array(rows.length * predictor.inputs);
  const outputs = predictor.run(encodeFeatures(preprocessing, table, inputs, rows), rows.length);
  const bad = outputs.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return outputs;
  const row = rows[Math.floor((bad * rows.length) / outputs.length)] + 1;
  throw failure(`the prediction for row ${row} is not a finite number`, {
    hint: 'an input is probably far outside the range of the training data',
  });
}

/**
 * Measures a model on the rows that have a target.
 *
 * @throws NnError('input') when there are none, or for other columns than those of training
 */
export async function evaluateRows(
  computing: Computing,
  opened: OpenedModel,
  { dataPath, metrics, labels }: EvaluateOptions,
): Promise<Result> {
  const { target, shape } = opened.preprocessing;
  const table = await readTable(computing, dataPath, { labels, image: shape });
  columnNamed(table, target.name);
  const rows = rowsWithTarget(opened.preprocessing, table);
  for (const line of missingTargets(table, rows)) computing.screen.note(line);
  if (rows.length === 0)
    throw inputError(`no row has a value in target "${target.name}"`, { where: { source: table.source } });
  const outputs = await outputsFor(computing, opened, table, rows);
  if (target.kind === 'classes') return classScores(classSample(target, table, rows, outputs), metrics);
  return valueScores(valueSample(target, table, rows, outputs), metrics);
}

import { checkColumns } from '../../data/columns.ts';
import { columnsRead, encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import type { TargetEncoding } from '../../data/target.ts';
import { encodeClasses, encodeValues, rowsWithTarget } from '../../data/target.ts';
import { failure, inputError } from '../../errors.ts';
import type { Batch } from '../../formats/define.ts';
import { batchesOfTable } from '../../formats/tabular.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Computing } from '../../host/backend.ts';
import { BATCH, LONG, modelRows } from '../../inputs/modelRows.ts';
import { readTable } from '../../inputs/openTable.ts';
import { RowProblems } from '../../inputs/rowProblems.ts';
import type { Json, Result } from '../../report/result.ts';
import { Predictor } from '../../runtime/predictor.ts';
import { flopsPerRow } from '../../runtime/work.ts';
import { counted } from '../../util/plural.ts';
import type { EvaluateOptions, OpenedModel } from '../define.ts';
import { classScores, valueScores } from '../scores.ts';
import { MeasuredRows } from './measuredRows.ts';
import { classSample, valueSample } from './scored.ts';

/** The rows to measure, some at a time. */
async function* rowsOf(
  computing: Computing,
  { preprocessing }: OpenedModel,
  { dataPath, labels, rules: { badRows } }: EvaluateOptions,
): AsyncGenerator<Batch> {
  const { target, shape } = preprocessing;
  if (labels === undefined) {
    const further = new Map([[target.name, target.kind === 'values' ? 'number' : 'category']] as const);
    yield* modelRows(computing, preprocessing, await computing.files.open(dataPath), { further, badRows });
  } else yield* batchesOfTable(await readTable(computing, dataPath, { labels, image: shape }), BATCH);
}

/** The targets of some rows: class indices, −1 where there is none; or values in their own units. */
function targetsOf(target: TargetEncoding, { table }: Batch, problems: RowProblems) {
  if (target.kind === 'classes') return encodeClasses(target, table, problems.target);
  return encodeValues({ ...target, mean: 0, scale: 1 }, table, problems.target);
}

/** @throws NnError('failure') when an output is not finite */
function checkFinite(outputs: Float32Array | Float64Array, rows: Int32Array, before: number): void {
  const bad = outputs.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const row = before + rows[Math.floor((bad * rows.length) / outputs.length)] + 1;
  throw failure(`the prediction for row ${row} is not a finite number`, {
    hint: 'an input is probably far outside the range of the training data',
  });
}

/**
 * The answers of a model to the rows of a file that have a target.
 *
 * @throws NnError('input') for other columns than those of training
 */
async function measureRows(
  computing: Computing,
  opened: OpenedModel,
  options: EvaluateOptions,
): Promise<MeasuredRows> {
  const { model, preprocessing } = opened;
  const { target } = preprocessing;
  const problems = new RowProblems(options.rules, computing.screen);
  const measured = new MeasuredRows();
  const wanted = [...columnsRead(preprocessing).keys(), target.name];
  let predictor: Predictor | undefined;
  let inputs = new Float64Array(0);
  for await (const batch of rowsOf(computing, opened, options)) {
    const { table } = batch;
    const expected = table.rows < BATCH ? table.rows : LONG;
    const flops = flopsPerRow(model.spec) * expected;
    predictor ??= new Predictor(model, await chooseBackend(computing, { flops }));
    checkColumns(table, wanted);
    problems.begin(batch);
    const targets = targetsOf(target, batch, problems);
    const present = rowsWithTarget(preprocessing, table);
    const known = target.kind === 'values' ? present : present.filter((row) => targets[row] >= 0);
    const size = known.length * inputWidth(preprocessing);
    if (inputs.length < size) inputs = new Float64Array(size);
    encodeFeatures(preprocessing, table, inputs, known, problems.features);
    const bad = problems.end();
    const outputs = known.length === 0 ? new Float64Array(0) : predictor.run(inputs, known.length);
    checkFinite(outputs, known, measured.read);
    measured.add({ rows: table.rows, missing: table.rows - present.length, known, bad, targets, outputs });
  }
  problems.tell();
  return measured;
}

/**
 * Measures a model on the rows that have a target.
 *
 * @throws NnError('input') when there are none, or for other columns than those of training
 */
export async function evaluateRows(
  computing: Computing,
  opened: OpenedModel,
  options: EvaluateOptions,
): Promise<Result> {
  const { target } = opened.preprocessing;
  const { metrics, threshold, dataPath } = options;
  const { missing, count, outputs, targets } = await measureRows(computing, opened, options);
  if (missing > 0)
    computing.screen.note(
      `${counted(missing, 'row')} without a target ${missing === 1 ? 'is' : 'are'} left out`,
    );
  if (count === 0)
    throw inputError(`no row has a value in target "${target.name}" that can be measured`, {
      where: { source: dataPath ?? 'stdin' },
    });
  if (target.kind === 'values')
    return valueScores(valueSample(target, Float64Array.from(targets), outputs), metrics);
  const sample = classSample(target, Int32Array.from(targets), outputs, threshold);
  return thresholdSaid(classScores(sample, metrics), target.classes[1], threshold);
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A result that says from which probability on the second class was chosen. */
function thresholdSaid(result: Result, name: string, threshold: number | undefined): Result {
  if (threshold === undefined) return result;
  const { blocks, json } = result;
  return {
    ...result,
    blocks: () => [
      { kind: 'text', text: `threshold: "${name}" where its probability is at least ${threshold}` },
      ...blocks(),
    ],
    ...(json && {
      json: () => {
        const scores = json();
        return isObject(scores) ? { threshold, ...scores } : scores;
      },
    }),
  };
}

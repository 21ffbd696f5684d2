import { inputWidth } from '../../data/preprocessing.ts';
import { failure, inputError } from '../../errors.ts';
import { withBaselines } from '../../figures/baselines/result.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Computing } from '../../host/backend.ts';
import { BATCH, LONG } from '../../inputs/modelRows.ts';
import { RowProblems } from '../../inputs/rowProblems.ts';
import type { Json, Result } from '../../report/result.ts';
import { Predictor } from '../../runtime/predictor.ts';
import { flopsPerRow } from '../../runtime/work.ts';
import { counted } from '../../util/plural.ts';
import { missingTargets } from '../../data/reading/absent.ts';
import type { EvaluateOptions, OpenedModel } from '../define.ts';
import { classScores, valueScores } from '../scores.ts';
import { BaselineAnswers } from './baselineAnswers.ts';
import { encodedRows } from './encodedRows.ts';
import { MeasuredRows } from './measuredRows.ts';
import { RowParts, verbs } from './rowParts.ts';
import { classSample, valueSample } from './scored.ts';

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
 * @param parts picks the rows that are measured
 * @throws NnError('input') for other columns than those of training
 */
async function measureRows(
  computing: Computing,
  { model, preprocessing }: OpenedModel,
  { dataPath, labels, rules }: EvaluateOptions,
  parts: RowParts,
): Promise<{ measured: MeasuredRows; baselines: BaselineAnswers }> {
  const problems = new RowProblems(rules, computing.screen);
  const measured = new MeasuredRows();
  const width = inputWidth(preprocessing);
  const baselines = new BaselineAnswers(model, preprocessing, width);
  const source = await computing.files.open(dataPath, { digest: parts.needsDigest });
  const file = { source, labels, badRows: rules.badRows };
  let predictor: Predictor | undefined;
  for await (const encoded of encodedRows(computing, preprocessing, file, problems)) {
    const flops = flopsPerRow(model.spec) * (encoded.read < BATCH ? encoded.read : LONG);
    predictor ??= new Predictor(model, await chooseBackend(computing, { flops }));
    const picked = parts.pick(encoded, width);
    const { x, rows, actual, read, missing } = encoded;
    if (picked.length < rows.length)
      picked.forEach((from, to) => x.copyWithin(to * width, from * width, (from + 1) * width));
    const outputs = picked.length === 0 ? new Float64Array(0) : predictor.run(x, picked.length);
    checkFinite(
      outputs,
      picked.map((i) => rows[i]),
      measured.read,
    );
    baselines.add(x, picked.length);
    measured.add({ read, missing, targets: Array.from(picked, (i) => actual[i]), outputs });
  }
  problems.tell();
  if (parts.needsDigest) parts.compare(source.digest?.());
  return { measured, baselines };
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
  const { metrics, threshold, dataPath, only } = options;
  const parts = new RowParts(opened.model.rows, only, opened.path);
  const source = dataPath === undefined || dataPath === '-' ? 'stdin' : dataPath;
  const { measured, baselines } = await measureRows(computing, opened, options, parts);
  const { missing, count, outputs, targets } = measured;
  for (const line of missingTargets(missing)) computing.screen.note(line);
  if (count === 0 && only !== undefined && parts.rows > 0)
    throw inputError(`none of these ${counted(parts.rows, 'row')} ${verbs[only]} this model`, {
      where: { source },
      hint: `${counted(opened.model.rows?.counts[only] ?? 0, 'row')} ${verbs[only]} it`,
    });
  if (count === 0)
    throw inputError(`no row has a value in target "${target.name}" that can be measured`, {
      where: { source },
    });
  const { line, json: seen } = parts;
  if (line !== undefined) computing.screen.note(line);
  const judged =
    metrics.length > 0 ? undefined : baselines.judge(targets, outputs, { part: parts.judged, threshold });
  if (target.kind === 'values')
    return withFacts(
      withBaselines(valueScores(valueSample(target, Float64Array.from(targets), outputs), metrics), judged),
      { seen },
    );
  const sample = classSample(target, Int32Array.from(targets), outputs, threshold);
  return withFacts(withBaselines(classScores(sample, metrics), judged), {
    seen,
    threshold,
    name: target.classes[1],
  });
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A result that says which rows the model knows, and from which probability on the second class was chosen. */
function withFacts(
  result: Result,
  {
    seen,
    threshold,
    name,
  }: {
    seen?: Json | undefined;
    threshold?: number | undefined;
    name?: string;
  },
): Result {
  const { blocks, json } = result;
  const facts = { ...(threshold !== undefined && { threshold }), ...(seen !== undefined && { seen }) };
  const said = `threshold: "${name}" where its probability is at least ${threshold}`;
  return {
    ...result,
    blocks: () => [...(threshold === undefined ? [] : [{ kind: 'text' as const, text: said }]), ...blocks()],
    ...(json && {
      json: () => {
        const scores = json();
        return isObject(scores) ? { ...facts, ...scores } : scores;
      },
    }),
  };
}
